import { errorTable, type ErrorCode } from '../../contract/errors.js';
import { parseDuration } from '../time/duration.js';
import type { Effect } from './effects.js';
import { operations, type Operation } from './operations.js';
import type { NamedRule } from './rules.js';

/**
 * Magic values, by which an unmodified client asks for behaviour: a directive in the prompt, or a key.
 * The table for users is docs/magic-values.md.
 */

const isErrorCode = (text: string): text is ErrorCode => Object.hasOwn(errorTable, text);

/** Codes that a close frame may carry (RFC 6455, 7.4). */
const CLOSE_CODE = /^(?:100[0-37-9]|101[0-4]|[34]\d{3})$/;

type Directive = (value: string) => Effect | undefined;

const timed =
  (make: (ms: number) => Effect): Directive =>
  (value) => {
    const ms = parseDuration(value);
    return ms === undefined ? undefined : make(ms);
  };

const directives: Readonly<Record<string, Directive>> = {
  fail: () => ({ type: 'plan', outcome: 'failed' }),
  hang: () => ({ type: 'plan', outcome: 'hang' }),
  instant: () => ({ type: 'plan', pending: 0, processing: 0 }),
  pending: timed((ms) => ({ type: 'plan', pending: ms })),
  processing: timed((ms) => ({ type: 'plan', processing: ms })),
  delay: timed((ms) => ({ type: 'delay', ms })),
  reset: () => ({ type: 'reset' }),
  malformed: () => ({ type: 'malformed' }),
  'no-response': () => ({ type: 'no-response' }),
  truncate: (value) => (/^\d+$/.test(value) ? { type: 'truncate', bytes: Number(value) } : undefined),
  slow: (value) => (/^[1-9]\d*$/.test(value) ? { type: 'slow', bytesPerSecond: Number(value) } : undefined),
  status: (value) =>
    /^[2-5]\d\d$/.test(value)
      ? { type: 'respond', status: Number(value), body: { detail: 'Asked for by the prompt' } }
      : undefined,
  error: (value) => (isErrorCode(value) ? { type: 'error', code: value } : undefined),
  refuse: (value) => ({ type: 'ack', fail: value || 'moderation rejected' }),
  late: timed((ms) => ({ type: 'ack', lateMs: ms })),
  noack: () => ({ type: 'ack', skip: true }),
  end: (value) => (value === '' ? undefined : { type: 'end', reason: value }),
  close: (value) => (CLOSE_CODE.test(value) ? { type: 'close', code: Number(value) } : undefined),
  drop: () => ({ type: 'drop' }),
};

/** What a directive asks for; undefined when there is none of that name, or its value does not fit. */
export const directiveEffect = (name: string, value: string): Effect | undefined =>
  Object.hasOwn(directives, name) ? directives[name]?.(value) : undefined;

/** Names of all directives, for docs and for the advice about a misspelt one. */
export const directiveNames = Object.keys(directives);

/** What comes after the submit of a job is asked for in the same prompt: `[mock:content.truncate=1000]`. */
const scopes: Readonly<Partial<Record<Operation, string>>> = {
  'jobs.status': 'status',
  'jobs.content': 'content',
};

/** Names of what may stand before a directive. */
export const directiveScopes = Object.values(scopes);

/** The operation that a scope is about, which reads the prompt of the job's submit. */
export const scopedOperation = (scope: string): Operation | undefined =>
  operations.find((operation) => scopes[operation] === scope);

const none: readonly Effect[] = [];

/**
 * The effects on an operation that a prompt asks for, as `[mock:fail]`, `[mock:delay=5s]` and so on; unknown ones
 * are left alone, because a prompt is the user's text. Two `plan` directives are joined: `[mock:pending=5s]
 * [mock:fail]`.
 */
export function promptEffects(prompt: string, operation?: Operation): readonly Effect[] {
  const wanted = (operation && scopes[operation]) ?? '';
  if (!prompt.includes(wanted === '' ? '[mock:' : `[mock:${wanted}.`)) return none;
  const found: Effect[] = [];
  // A directive that nothing closes is looked for to the end of the text, and there may be thousands.
  const closed = prompt.slice(0, prompt.lastIndexOf(']') + 1);
  for (const match of closed.matchAll(/\[mock:(?:([a-z]+)\.)?([a-z-]+)(?:=([^\]]*))?\]/g)) {
    const [, scope = '', name = '', value = ''] = match;
    if (scope !== wanted) continue;
    const made = directiveEffect(name, value);
    if (made) found.push(made);
  }
  const plans = found.filter((one) => one.type === 'plan');
  if (plans.length < 2) return found;
  const joined = plans.reduce((sum, plan) => Object.assign(sum, plan), { type: 'plan' });
  return [...found.filter((one) => one.type !== 'plan'), joined];
}

/** What a magic key stands for. */
export interface KeyMeaning {
  readonly refused?: 'invalid_api_key' | 'expired_api_key';
  readonly credits?: 0;
  readonly maxConcurrentSessions?: number;
  /** Rules the account is born with. */
  readonly rules?: readonly NamedRule[];
}

/** What the ids of the rules that magic keys bring begin with. */
export const MAGIC_KEY = 'magic-key';

/** What a client asks for when it wants work done. */
const work: readonly Operation[] = ['jobs.submit', 'process', 'realtime.connect'];

const planned = (effect: Extract<Effect, { type: 'plan' }>): KeyMeaning => ({
  rules: [{ id: MAGIC_KEY, operation: 'jobs.submit', effect }],
});

/** How long the jobs of `dct_slow` take; ms. */
const SLOW_MS = 60_000;

const keys: Readonly<Record<string, KeyMeaning>> = {
  invalid: { refused: 'invalid_api_key' },
  expired: { refused: 'expired_api_key' },
  no_credits: { credits: 0 },
  fail: planned({ type: 'plan', outcome: 'failed' }),
  hang: planned({ type: 'plan', outcome: 'hang' }),
  instant: planned({ type: 'plan', pending: 0, processing: 0 }),
  slow: planned({ type: 'plan', processing: SLOW_MS }),
  at_capacity: {
    rules: work.map((operation) => ({
      id: `${MAGIC_KEY}-${operation}`,
      operation,
      effect: { type: 'error', code: 'at_capacity' },
    })),
  },
};

/** What may stand behind `dct_`. */
export const magicKeyNames = Object.keys(keys);

/** The magic keys, for docs. */
export const magicKeys = [...Object.keys(keys).map((name) => `dct_${name}`), 'dct_quota_<n>'];

const named = new RegExp(`^dct_(${Object.keys(keys).join('|')})(?:_.*)?$`);

/** What a key means besides being a key: `dct_fail`, or `dct_fail_anything`, so that tests do not share one account. */
export function keyMeaning(key: string): KeyMeaning {
  const name = named.exec(key)?.[1];
  if (name !== undefined) return keys[name] ?? {};
  const count = /^dct_quota_(\d{1,6})(?:_.*)?$/.exec(key)?.[1];
  return count === undefined ? {} : { maxConcurrentSessions: Number(count) };
}
