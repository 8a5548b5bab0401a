import { z } from 'zod';
import type { PermissionsInput } from '../contract/control-types.js';
import { MAX_SERVICE_TIER } from '../world/accounts/permissions.js';
import { modelName } from '../world/catalogue/model-name.js';

/** Permissions of an organisation, in the control API, the handles, options and scenarios. */
export const permissionsInput = z.strictObject({
  allowedModels: z.array(modelName).nullable().exactOptional(),
  serviceTier: z.int().min(0).max(MAX_SERVICE_TIER).exactOptional(),
  zeroDataRetention: z.boolean().exactOptional(),
}) satisfies z.ZodType<PermissionsInput>;
