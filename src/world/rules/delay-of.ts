import { draw } from '../random/draw-duration.js';
import type { Random } from '../random/random.js';
import type { Effect } from './effects/effect.js';

/** How long the effects delay an answer, in ms: delays add up. */
export function delayOf(effects: readonly Effect[], random: Random): number {
  let ms = 0;
  for (const one of effects) if (one.type === 'delay') ms += draw(one.ms, random);
  return ms;
}
