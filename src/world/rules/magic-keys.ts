import type { EffectOf } from './effects/effect.js';
import type { Operation } from './operations.js';
import type { NamedRule } from './types.js';

/** Magic keys: API keys whose account misbehaves, for a client whose code stays unchanged. */

/** What a magic key stands for. */
export interface KeyMeaning {
  readonly refused?: 'invalid_api_key' | 'expired_api_key';
  readonly credits?: 0;
  readonly maxConcurrentSessions?: number;
  /** Rules with which the account starts. */
  readonly rules?: readonly NamedRule[];
}

interface MagicKey {
  /** Follows `dct_`. */
  readonly name: string;
  readonly meaning: KeyMeaning;
  /** What a client with the key sees, as in `DirectiveDoc`. */
  readonly sees: string;
}

/** The ids of the rules of magic keys begin with this. */
export const MAGIC_KEY = 'magic-key';

/** Operations that need capacity. */
const work: readonly Operation[] = ['jobs.submit', 'process', 'realtime.connect', 'lipsync.connect'];

const planned = (plan: Omit<EffectOf<'plan'>, 'type'>): KeyMeaning => ({
  rules: [{ id: MAGIC_KEY, operation: 'jobs.submit', effect: { type: 'plan', ...plan } }],
});

/** How long the jobs of `dct_slow` take; ms. */
const SLOW_MS = 60_000;
/** How long the sessions of `dct_session_limit` generate; ms. */
const UNTIL_LIMIT_MS = 3_000;

export const magicKeys: readonly MagicKey[] = [
  {
    name: 'invalid',
    meaning: { refused: 'invalid_api_key' },
    sees: 'submit: 401 Invalid API key; quota: 401 Invalid API key; connect: closed with 1008 Invalid API key',
  },
  {
    name: 'expired',
    meaning: { refused: 'expired_api_key' },
    sees: 'submit: 401 Invalid or expired API key; quota: 401 Invalid or expired API key; connect: closed with 1008 Unauthorized: Invalid or expired API key',
  },
  {
    name: 'no_credits',
    meaning: { credits: 0 },
    sees: 'submit: 402 Insufficient credits; process: 402 Insufficient credits; connect: closed with 1008 Insufficient credits',
  },
  {
    name: 'fail',
    meaning: planned({ outcome: 'failed' }),
    sees: 'submit: 200; job: pending, processing after 0.3 s, failed after 1.5 s',
  },
  {
    name: 'hang',
    meaning: planned({ outcome: 'hang' }),
    sees: 'submit: 200; job: pending, processing after 0.3 s, failed after 600 s',
  },
  {
    name: 'instant',
    meaning: planned({ pending: 0, processing: 0 }),
    sees: 'submit: 200; job: completed',
  },
  {
    name: 'slow',
    meaning: planned({ processing: SLOW_MS }),
    sees: 'submit: 200; job: pending, processing after 0.3 s, completed after 60.3 s',
  },
  {
    name: 'at_capacity',
    meaning: {
      rules: work.map((operation) => ({
        id: `${MAGIC_KEY}-${operation}`,
        operation,
        effect: { type: 'error', code: 'at_capacity' },
      })),
    },
    sees: 'submit: 503 Server at capacity. Please try again later.; process: 503 Server at capacity. Please try again later.; connect: closed with 1013 Try Again Later',
  },
  {
    name: 'session_limit',
    meaning: {
      rules: [
        {
          id: MAGIC_KEY,
          operation: 'realtime.generation',
          effect: { type: 'error', code: 'concurrency_limit', afterMs: UNTIL_LIMIT_MS },
        },
      ],
    },
    sees: 'connect: a session; session: closed with 1013 Session Limit Reached after 3 s',
  },
];

/** The key whose name holds a number. */
export const quotaKey = {
  name: 'quota_<n>',
  example: 'quota_0',
  sees: 'connect: closed with 1013 Session Limit Reached',
} as const;

const meanings = new Map(magicKeys.map(({ name, meaning }) => [name, meaning]));
const pattern = new RegExp(`^dct_(${[...meanings.keys()].join('|')})(?:_.*)?$`);

/** The meaning of a key: `dct_fail`, or `dct_fail_anything`, so that tests do not share an account. Mostly none. */
export function keyMeaning(key: string): KeyMeaning {
  const name = pattern.exec(key)?.[1];
  if (name !== undefined) return meanings.get(name) ?? {};
  const count = /^dct_quota_(\d{1,6})(?:_.*)?$/.exec(key)?.[1];
  return count === undefined ? {} : { maxConcurrentSessions: Number(count) };
}
