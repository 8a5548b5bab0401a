import type { SdkCase } from './define.js';
import { errorCases } from './errors.js';
import { fileCases } from './files.js';
import { mediaCases } from './media.js';
import { modelCases } from './models.js';
import { processCases } from './process.js';
import { queueCases } from './queue.js';
import { realtimeCases } from './realtime.js';
import { tokenCases } from './tokens.js';

/** Every case that judges an SDK. */
export const sdkCases: readonly SdkCase[] = [
  ...tokenCases,
  ...fileCases,
  ...processCases,
  ...queueCases,
  ...modelCases,
  ...errorCases,
  ...mediaCases,
  ...realtimeCases,
];
