import type { SdkCase } from './define.js';
import { connectCases } from './realtime-connect.js';
import { refusalCases } from './realtime-refusals.js';
import { stateCases } from './realtime-state.js';

export const realtimeCases: readonly SdkCase[] = [...connectCases, ...stateCases, ...refusalCases];
