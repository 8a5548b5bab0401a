import type { Case } from '../../engine/define-case.js';
import { lipsyncConnectCases } from './lipsync-connect.js';
import { lipsyncPictureCases } from './lipsync-pictures.js';
import { lipsyncRefusalCases } from './lipsync-refusals.js';
import { lipsyncSoundCases } from './lipsync-sound.js';

/** LipSync Live: opening, refusals, pictures, and the sound that is paired with them. */
export const lipsyncCases: readonly Case[] = [
  ...lipsyncConnectCases,
  ...lipsyncRefusalCases,
  ...lipsyncPictureCases,
  ...lipsyncSoundCases,
];
