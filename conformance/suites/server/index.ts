import type { Case } from '../../engine/define-case.js';
import { browserCases } from './browsers.js';
import { errorCases } from './errors.js';
import { fileCases } from './files.js';
import { lipsyncCases } from './lipsync.js';
import { modelBasedCases } from './model-based.js';
import { modelCases } from './models.js';
import { processCases } from './process.js';
import { queueCases } from './queue.js';
import { realtimeCases } from './realtime.js';
import { tokenCases } from './tokens.js';

/** Every case of the server suite. */
export const serverCases: readonly Case[] = [
  ...tokenCases,
  ...fileCases,
  ...processCases,
  ...queueCases,
  ...modelCases,
  ...errorCases,
  ...browserCases,
  ...realtimeCases,
  ...lipsyncCases,
  ...modelBasedCases,
];
