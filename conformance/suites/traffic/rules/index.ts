import type { TrafficRule } from '../rule.js';
import { abandonedJobs } from './abandoned-jobs.js';
import { contentOrder } from './content-order.js';
import { forms } from './forms.js';
import { browserKeys, clearKeys } from './keys.js';
import { modelNames } from './models.js';
import { pace } from './pace.js';
import { pollAfterEnd } from './poll-after-end.js';
import { pollInterval } from './poll-interval.js';
import { reconnects } from './reconnects.js';
import { repeats } from './repeats.js';
import { sessionMessages } from './sessions.js';
import { signalling } from './signalling.js';
import { mintRequests, tokenUse } from './tokens.js';

/** Every traffic rule. */
export const rules: readonly TrafficRule[] = [
  mintRequests,
  tokenUse,
  browserKeys,
  forms,
  pollInterval,
  pollAfterEnd,
  contentOrder,
  abandonedJobs,
  modelNames,
  repeats,
  clearKeys,
  pace,
  sessionMessages,
  reconnects,
  signalling,
];
