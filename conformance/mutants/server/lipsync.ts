import type { Mutant } from '../mutant.js';
import { lipsyncMessageMutants } from './lipsync-messages.js';
import { lipsyncResultMutants } from './lipsync-results.js';
import { lipsyncSoundMutants } from './lipsync-sound.js';

/** Servers of LipSync Live with one fault each. */
export const lipsyncMutants: readonly Mutant[] = [
  ...lipsyncMessageMutants,
  ...lipsyncResultMutants,
  ...lipsyncSoundMutants,
];
