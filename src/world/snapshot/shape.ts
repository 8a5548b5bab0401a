import { z } from 'zod';
import { boundedList } from '../../contract/validation/bounded-list.js';
import { LAST_TIME } from '../time/clock.js';
import { MAX_WORKERS } from '../queueing/workers.js';
import type { JournalEntry } from '../journal/journal.js';
import { MAX_SIGMA } from '../random/draw-duration.js';
import { MAX_SERVICE_TIER } from '../accounts/permissions.js';
import { modelName } from '../catalogue/model-name.js';
import { PACES } from '../pace/pace.js';
import { parseRule } from '../rules/parse-rule.js';
import type { Rule } from '../rules/types.js';

/** One account as JSON. Times are epoch ms, uploads base64. Holds client tokens: treat a file of it as a secret. */

export const SNAPSHOT_FORMAT = 'decart-mock/snapshot';
export const SNAPSHOT_VERSION = 1;

const time = z.number().min(0).max(LAST_TIME);
/** Of what is counted on; small enough that adding to it stays exact. */
const count = z.int().min(0).max(1e15);
const seconds = z
  .number()
  .min(0)
  .max(LAST_TIME / 1_000);
const record = z.record(z.string(), z.unknown());
const generatorState = z.array(z.int()).length(4);

const upload = z.object({
  filename: z.string().nullable(),
  mime: z.string(),
  kind: z.enum(['video', 'image', 'unknown']),
  bytes: z.base64(),
});

const duration = z.union([
  z.number().min(0),
  z.object({ uniform: z.tuple([z.number().min(0), z.number().min(0)]) }),
  z.object({ lognormal: z.object({ median: z.number().min(0), sigma: z.number().min(0).max(MAX_SIGMA) }) }),
]);

/** Of a video that a result is as long as: a day. */
const MAX_DURATION_S = 86_400;
/** Of a plan that the mock makes, and some more. */
const MAX_STAGES = 10;

/** `at`: ms after the submit. */
const plan = z
  .array(z.object({ status: z.enum(['pending', 'processing', 'completed', 'failed']), at: time }))
  .min(1)
  .max(MAX_STAGES)
  .refine((stages) => stages.every(({ at }, index) => at >= (stages[index - 1]?.at ?? 0)), {
    error: 'Stages are in the order of their times',
  });

const job = z.object({
  id: z.string(),
  submittedAt: time,
  plan,
  /** Other fields of the input are kept: renderers may use more than this file lists. */
  input: z.looseObject({
    requestedModel: z.string(),
    model: z.string(),
    prompt: z.string(),
    seed: z.int(),
    // More than any model makes. A result is drawn on request, which blocks the other clients meanwhile.
    width: z.int().min(2).max(4_096),
    height: z.int().min(2).max(4_096),
    fps: z.number().positive().max(120),
    durationSeconds: z.number().min(0).max(MAX_DURATION_S).optional(),
    inputDigest: z.string().optional(),
    referenceDigest: z.string().optional(),
    trajectory: z
      .array(z.object({ frame: z.int().min(0), x: z.number().min(0), y: z.number().min(0) }))
      .max(1_000)
      .readonly()
      .optional(),
  }),
  upload: upload.optional(),
  reference: upload.optional(),
});

const file = z.object({
  id: z.string(),
  createdAt: time,
  expiresAt: time.nullable(),
  upload,
});

const token = z.object({
  apiKey: z.string().regex(/^ek_\w{11,}$/),
  /** Absent for a token of the days before mint answers had one. */
  jwt: z.string().exactOptional(),
  createdAt: time,
  expiresAt: time,
  options: z.object({
    expiresIn: seconds.exactOptional(),
    allowedModels: boundedList(z.string()).exactOptional(),
    allowedOrigins: boundedList(z.string()).exactOptional(),
    maxSessionDuration: seconds.exactOptional(),
    metadata: record.exactOptional(),
  }),
  cappedAt: time.exactOptional(),
});

const rule = z.custom<Rule>().transform((value, context): Rule => {
  const { matched, fired, ...spec } = value ?? {};
  try {
    if (!count.safeParse(matched).success || !count.safeParse(fired).success || typeof spec.id !== 'string')
      throw new TypeError('A saved rule has an "id" and the whole numbers "matched" and "fired".');
    return { ...parseRule(spec), id: spec.id, matched, fired };
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message });
    return z.NEVER;
  }
});

/** Far above any real amount, and small enough that no sum is infinite. */
const MAX_AMOUNT = 1e18;
const amount = z.number().min(-MAX_AMOUNT).max(MAX_AMOUNT);
const reservation = z.object({ id: z.string(), amount, at: time, outcome: z.enum(['charge', 'refund']) });
const ledgerLine = z.object({
  at: time,
  kind: z.enum(['reserve', 'charge', 'refund', 'draw', 'top-up', 'set']),
  amount,
  available: amount,
  for: z.string().exactOptional(),
});

const entry = z
  .looseObject({
    seq: count,
    at: time,
    kind: z.enum(['http', 'ws', 'world']),
    operation: z.string(),
    ...optional(z.string(), ['method', 'path', 'error', 'advice', 'model', 'jobId', 'sessionId']),
    status: z.int().min(0).max(999).optional(),
    rules: boundedList(z.string()).optional(),
    detail: record.optional(),
  })
  .transform((value) => value as unknown as JournalEntry);

function optional<T extends z.ZodType>(type: T, names: readonly string[]): Record<string, z.ZodOptional<T>> {
  return Object.fromEntries(names.map((name) => [name, type.optional()]));
}

export const snapshotShape = z.object({
  format: z.literal(SNAPSHOT_FORMAT),
  version: z.literal(SNAPSHOT_VERSION),
  clock: z.object({
    mode: z.enum(['real', 'scaled', 'manual', 'auto']),
    rate: z.number().positive().max(1_000_000),
    now: time,
  }),
  catalogueDate: time,
  /** Absent: not set. */
  timing: z.object({ pending: duration.exactOptional(), processing: duration.exactOptional() }),
  pace: z.enum(PACES).default('fast'),
  /** When each worker is free; null for unlimited workers. */
  workers: z.array(time).max(MAX_WORKERS).nullable(),
  /** Realtime sessions at once; null for unlimited. */
  sessionCapacity: count.nullable(),
  random: z.object({
    account: generatorState,
    rules: generatorState,
    jobs: generatorState,
    files: generatorState,
    tokens: generatorState,
    tickets: generatorState,
    sessions: generatorState,
    pace: generatorState.exactOptional(),
  }),
  credits: z.object({
    balance: amount,
    autoTopUp: z.object({ below: amount, to: amount }).exactOptional(),
    open: boundedList(reservation),
    ledger: boundedList(ledgerLine),
  }),
  quota: z.object({
    limit: count.nullable(),
    held: boundedList(z.object({ id: z.string(), freeAt: time })),
  }),
  /** Absent in snapshots of versions without them. */
  permissions: z
    .object({
      allowedModels: boundedList(modelName).nullable(),
      serviceTier: z.int().min(0).max(MAX_SERVICE_TIER),
      zeroDataRetention: z.boolean(),
    })
    .exactOptional(),
  keyName: z.string().exactOptional(),
  rules: z.object({
    named: count,
    rules: boundedList(rule),
    firedPrompts: boundedList(z.string()).exactOptional(),
  }),
  jobs: boundedList(job),
  files: boundedList(file),
  tokens: boundedList(token),
  tickets: boundedList(
    z.object({
      id: z.string(),
      queueId: z.string(),
      createdAt: time,
      seenAt: time,
      grantedAt: time.exactOptional(),
    }),
  ),
  journal: z.object({ lastSeq: count, entries: boundedList(entry) }),
});

/** A saved account. */
export type Snapshot = z.infer<typeof snapshotShape>;
export type SavedUpload = z.infer<typeof upload>;
