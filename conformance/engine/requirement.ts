import { z } from 'zod';
import type { Evidence } from '../../src/contract/evidence.js';
import type { Level } from './verdict.js';

export const areas = [
  'tokens',
  'files',
  'process',
  'queue',
  'models',
  'realtime',
  'lipsync',
  'errors',
  'timing',
  'media',
] as const;
export type Area = (typeof areas)[number];

const row = z.strictObject({
  id: z.string().regex(/^[A-Z]{2,3}-\d{2}$/),
  level: z.enum(['MUST', 'SHOULD', 'MAY']),
  subject: z.array(z.enum(['server', 'client'])).min(1),
  evidence: z.enum(['documented', 'observed', 'sdk', 'inferred']),
  /** Day or month of the observation. */
  observed: z
    .string()
    .regex(/^\d{4}-\d{2}(-\d{2})?$/)
    .optional(),
  source: z.string().min(3),
  text: z.string().min(10),
});

const dated = (value: { evidence: string; observed?: string | undefined }) =>
  (value.evidence === 'observed') === (value.observed !== undefined);
const datedMessage = { message: 'observed needs a date, and nothing else has one' };

/** The shape of one file in requirements/. */
export const requirementFile = z.strictObject({
  area: z.enum(areas),
  requirements: z.array(row.refine(dated, datedMessage)),
  excluded: z.array(row.extend({ reason: z.string().min(10) }).refine(dated, datedMessage)).default([]),
});

/** One sentence that a server or a client must satisfy. */
export interface Requirement {
  id: string;
  area: Area;
  level: Level;
  subject: ('server' | 'client')[];
  text: string;
  /** Where the sentence comes from. */
  source: string;
  evidence: Evidence;
  /** Date of the observation, for evidence `observed`. */
  observed?: string;
  /** Why it is deliberately not checked, where it is not. */
  excluded?: string;
}

/** All requirements, by id. */
export type Requirements = ReadonlyMap<string, Requirement>;
