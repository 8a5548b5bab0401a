import type { SdkCase } from './define.js';
import { refusalCases } from './errors-refusals.js';
import { breakdownCases } from './errors-breakdowns.js';
import { keyCases } from './errors-keys.js';

export const errorCases: readonly SdkCase[] = [...refusalCases, ...breakdownCases, ...keyCases];
