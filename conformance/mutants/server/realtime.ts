import type { Mutant } from '../mutant.js';
import { realtimeJoinMutants } from './realtime-join.js';
import { realtimeAvatarMutants } from './realtime-avatar.js';
import { realtimeAckMutants } from './realtime-acks.js';
import { realtimeGenerationMutants } from './realtime-generation.js';
import { realtimeEndMutants } from './realtime-ends.js';
import { realtimeAdmissionMutants } from './realtime-admission.js';
import { realtimeMessageMutants } from './realtime-messages.js';

export const realtimeMutants: readonly Mutant[] = [
  ...realtimeJoinMutants,
  ...realtimeAckMutants,
  ...realtimeGenerationMutants,
  ...realtimeEndMutants,
  ...realtimeAdmissionMutants,
  ...realtimeMessageMutants,
  ...realtimeAvatarMutants,
];
