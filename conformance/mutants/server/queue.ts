import type { Mutant } from '../mutant.js';
import { queueLifeMutants } from './queue-life.js';
import { queueContentMutants } from './queue-content.js';
import { queueBodyMutants } from './queue-bodies.js';
import { queueFormMutants } from './queue-form.js';
import { queueKeyMutants } from './queue-keys.js';

export const queueMutants: readonly Mutant[] = [
  ...queueLifeMutants,
  ...queueContentMutants,
  ...queueFormMutants,
  ...queueBodyMutants,
  ...queueKeyMutants,
];
