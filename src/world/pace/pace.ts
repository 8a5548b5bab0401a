import { draw } from '../random/draw-duration.js';
import type { Random } from '../random/random.js';
import { livePace, type PaceRow, type PaceStep } from './live-pace.js';

/** `fast` answers at once, `live` about as slowly as the live service. */
export const PACES = ['fast', 'live'] as const;
export type PaceSetting = (typeof PACES)[number];

/** How fast an account answers. Its times are drawn from a generator of its own, so ids are the same in both paces. */
export class Pace {
  constructor(
    readonly random: Random,
    public name: PaceSetting = 'fast',
  ) {}

  /** Draws how long a step takes, in ms; 0 in the pace `fast`. */
  draw(step: PaceStep): number {
    if (this.name === 'fast') return 0;
    const { usual, slow }: PaceRow = livePace[step];
    const isSlow = slow !== undefined && this.random.int(slow.oneIn) === 0;
    return Math.round(draw(isSlow ? slow.time : usual, this.random));
  }
}
