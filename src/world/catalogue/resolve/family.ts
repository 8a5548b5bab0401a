import type { InputFamily, ModelSpec, ModelTask } from '../types.js';

/**
 * The form of a model's jobs.
 * @throws TypeError for a realtime-only model, which no queue or process route serves.
 */
export function familyOf(model: ModelSpec): InputFamily {
  if (!model.family) throw new TypeError(`${model.name} is realtime only and has no form.`);
  return model.family;
}

/** What a model does. A form of restyle or motion says so; what the entry does not say is an edit. */
export function taskOf({ task, family }: ModelSpec): ModelTask {
  if (task) return task;
  return family === 'restyle' || family === 'motion' ? family : 'edit';
}

/** What a model's jobs take as `data` or `start`. */
export const inputKindOf = ({ family = 'edit-2.1' }: ModelSpec): 'image' | 'video' =>
  /^(?:image|motion$|frames-to-video$)/.test(family) ? 'image' : 'video';
