import type { SdkCase } from './define.js';
import { submitCases } from './queue-submit.js';
import { pollCases } from './queue-poll.js';

export const queueCases: readonly SdkCase[] = [...submitCases, ...pollCases];
