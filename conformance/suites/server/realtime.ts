import type { Case } from '../../engine/define-case.js';
import { avatarCases } from './realtime-avatar.js';
import { connectCases } from './realtime-connect.js';
import { directCases } from './realtime-direct.js';
import { endCases } from './realtime-ends.js';
import { generationCases } from './realtime-generation.js';
import { joinCases } from './realtime-join.js';
import { quotaCases } from './realtime-quota.js';
import { roomCases } from './realtime-rooms.js';
import { scopeCases } from './realtime-scopes.js';
import { signallingCases } from './realtime-signalling.js';
import { promptLengthCases } from './realtime-prompt-length.js';
import { stateCases } from './realtime-state.js';

/** Sessions: over WebSockets in both generations, over HTTP, watch-stream, and queues. */
export const realtimeCases: readonly Case[] = [
  ...connectCases,
  ...scopeCases,
  ...quotaCases,
  ...joinCases,
  ...stateCases,
  ...promptLengthCases,
  ...generationCases,
  ...endCases,
  ...directCases,
  ...avatarCases,
  ...signallingCases,
  ...roomCases,
];
