import type { Case } from '../../engine/define-case.js';
import { queueLifeCases } from './queue-life.js';
import { queueBodyCases } from './queue-bodies.js';
import { queueFormCases } from './queue-form.js';
import { queueKeyCases } from './queue-keys.js';
import { mediaCases } from './media.js';

export const queueCases: readonly Case[] = [
  ...queueLifeCases,
  ...queueFormCases,
  ...queueBodyCases,
  ...queueKeyCases,
  ...mediaCases,
];
