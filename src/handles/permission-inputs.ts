import { z } from 'zod';
import type { PermissionsInput } from '../contract/control-types.js';
import { MAX_SERVICE_TIER } from '../world/accounts/permissions.js';
import { Catalogue } from '../world/catalogue/index.js';
import { nearest } from '../world/rules/nearest.js';

/** Made with the first list of models that is checked. */
let names: readonly string[] | undefined;

/** A name of a model on any date: a misspelt one would permit nothing. */
const modelName = z.string().superRefine((name, context) => {
  names ??= new Catalogue().names();
  if (names.includes(name)) return;
  const near = nearest(name, names);
  const message = `"${name}" is no model on any date${near === undefined ? '' : `; did you mean "${near}"?`}`;
  context.addIssue({ code: 'custom', message });
});

/** Permissions of an organisation, in the control API, the handles, options and scenarios. */
export const permissionsInput = z.strictObject({
  allowedModels: z.array(modelName).nullable().exactOptional(),
  serviceTier: z.int().min(0).max(MAX_SERVICE_TIER).exactOptional(),
  zeroDataRetention: z.boolean().exactOptional(),
}) satisfies z.ZodType<PermissionsInput>;
