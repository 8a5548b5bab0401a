import { z } from 'zod';
import type { PermissionsInput } from '../contract/control-types.js';
import { boundedList } from '../contract/validation/bounded-list.js';
import { MAX_SERVICE_TIER } from '../world/accounts/permissions.js';
import { modelName } from '../world/catalogue/model-name.js';

/** More than the catalogue has names. */
const MAX_MODELS = 1_000;

/** Permissions of an organisation, in the control API, the handles, options and scenarios. */
export const permissionsInput = z.strictObject({
  allowedModels: boundedList(modelName, MAX_MODELS).nullable().exactOptional(),
  serviceTier: z.int().min(0).max(MAX_SERVICE_TIER).exactOptional(),
  zeroDataRetention: z.boolean().exactOptional(),
}) satisfies z.ZodType<PermissionsInput>;
