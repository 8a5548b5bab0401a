import type { InputFamily, ModelSpec } from '../types.js';

/**
 * The form of a model's jobs.
 * @throws TypeError for a realtime-only model, which no queue or process route serves.
 */
export function familyOf(model: ModelSpec): InputFamily {
  if (!model.family) throw new TypeError(`${model.name} is realtime only and has no form.`);
  return model.family;
}
