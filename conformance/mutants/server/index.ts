import type { Mutant } from '../mutant.js';
import { browserMutants } from './browsers.js';
import { errorMutants } from './errors.js';
import { fileMutants } from './files.js';
import { lipsyncMutants } from './lipsync.js';
import { mediaMutants } from './media.js';
import { modelMutants } from './models.js';
import { processMutants } from './process.js';
import { queueMutants } from './queue.js';
import { realtimeMutants } from './realtime.js';
import { signallingMutants } from './signalling.js';
import { ticketMutants } from './tickets.js';
import { tokenMutants } from './tokens.js';
import { watchStreamMutants } from './watch-stream.js';

/** Every server mutant. */
export const serverMutants: readonly Mutant[] = [
  ...tokenMutants,
  ...fileMutants,
  ...processMutants,
  ...queueMutants,
  ...mediaMutants,
  ...modelMutants,
  ...errorMutants,
  ...browserMutants,
  ...realtimeMutants,
  ...lipsyncMutants,
  ...signallingMutants,
  ...watchStreamMutants,
  ...ticketMutants,
];
