import { closesAfter } from '../../contract/terminal-end.js';
import type { Effect } from './effects/effect.js';
import { isRecord } from './fields.js';

/** Whether the effects of one list can all apply to one call. */

/** Effects of one rule; more are a mistake. */
const MAX_EFFECTS = 20;

type Type = Effect['type'];
type EffectFields = Readonly<Record<string, unknown>>;

/** Each of these is the whole answer to a call. */
const answers: ReadonlySet<string> = new Set<Type>(['respond', 'error', 'no-response', 'silent', 'reset']);
/** Answers that send no body. */
const bodiless: ReadonlySet<string> = new Set<Type>(['no-response', 'silent', 'reset']);
/** Change the ordinary answer, which is not sent beside one of `answers`. */
const changes: ReadonlySet<string> = new Set<Type>(['ack', 'plan', 'verdict', 'queue', 'signal']);
/** Break the body of an answer. */
const transfers: ReadonlySet<string> = new Set<Type>(['malformed', 'truncate', 'slow']);
/** End the connection. */
const endings: ReadonlySet<string> = new Set<Type>(['close', 'drop']);
/** Apply to a session that was admitted. */
const inSession: ReadonlySet<string> = new Set<Type>(['close', 'drop', 'message', 'end', 'media']);
/** Leave a client that connects without a session. */
const refusals: ReadonlySet<string> = new Set<Type>(['respond', 'error', 'no-response', 'reset']);
/** May be there several times: delays add up, and each message is sent. */
const repeated: ReadonlySet<string> = new Set<Type>(['delay', 'message', 'media']);

const isEnding = ({ type }: EffectFields): boolean => endings.has(String(type));

const isAnswer = ({ type, afterBytes }: EffectFields): boolean =>
  answers.has(String(type)) && !(type === 'reset' && afterBytes !== undefined);

/** When a timed effect applies, ms after the call, seconds as they are billed; undefined for one without a time. */
function timeOf({ type, afterMs, afterSeconds }: EffectFields): number | undefined {
  if (!inSession.has(String(type))) return undefined;
  return typeof afterSeconds === 'number'
    ? Math.ceil(afterSeconds) * 1_000
    : typeof afterMs === 'number'
      ? afterMs
      : 0;
}

/** Why two effects of a list, in its order, cannot both apply to a call of the operation; undefined when they can. */
function conflict(one: EffectFields, other: EffectFields, operation: string | undefined): string | undefined {
  const [first, second] = [String(one['type']), String(other['type'])];
  const named = `"${first}" and "${second}"`;
  if (first === second)
    return repeated.has(first) ? undefined : `has "${first}" twice; write its fields into one effect`;
  if (isAnswer(one) && isAnswer(other)) return `has two answers to one call, ${named}; keep one`;
  for (const [answer, beside] of [[one, other] as const, [other, one] as const]) {
    const [shown, type] = [String(answer['type']), String(beside['type'])];
    if (isAnswer(answer) && changes.has(type))
      return `has "${type}" beside "${shown}", which is sent instead of the ordinary answer; keep one`;
    if (isAnswer(answer) && bodiless.has(shown) && (transfers.has(type) || type === 'reset'))
      return `has "${type}" beside "${shown}", which sends no body to break; keep one`;
    if (
      shown === 'silent' &&
      operation?.endsWith('.connect') === true &&
      !endings.has(type) &&
      inSession.has(type)
    )
      return `has "${type}" beside "silent", which leaves the client without it; keep one`;
    if (refusals.has(shown) && inSession.has(type) && isRefusal(answer, operation))
      return `has "${type}" beside "${shown}", which leaves no session to apply it to; keep one`;
  }
  if (new Set([first, second, 'reset', 'truncate']).size === 2)
    return `cuts the body twice, with ${named}; keep one`;
  if (endings.has(first) && endings.has(second)) return `ends the connection twice, with ${named}; keep one`;
  return lateness(one, other, isEnding);
}

/** Whether no session runs after this answer. */
function isRefusal({ type, code }: EffectFields, operation: string | undefined): boolean {
  if (operation?.endsWith('.connect') === true) return true;
  if (type !== 'error' || operation?.startsWith('realtime.') !== true) return false;
  return operation === 'realtime.join' || code === 'at_capacity' || code === 'concurrency_limit';
}

/** A terminal reason, after which the session closes by itself. */
const isTerminalEnd = ({ type, reason }: EffectFields): boolean =>
  type === 'end' && typeof reason === 'string' && closesAfter(reason);

/** An effect that would apply after the connection has ended. */
function lateness(
  one: EffectFields,
  other: EffectFields,
  ends: (one: EffectFields) => boolean,
): string | undefined {
  const [first, second] = [timeOf(one), timeOf(other)];
  if (first === undefined || second === undefined) return undefined;
  const [end, late] =
    ends(one) && second >= first ? [one, other] : ends(other) && first > second ? [other, one] : [];
  if (!end || !late) return undefined;
  return `has "${String(late['type'])}" after "${String(end['type'])}", which ends the connection; put it before`;
}

/** A sentence for each problem of a list as a whole. Its effects are valid each on its own. */
export function listProblems(list: readonly unknown[], operation?: string): readonly string[] {
  if (list.length > MAX_EFFECTS) return [`The list has ${list.length} effects; give at most ${MAX_EFFECTS}`];
  const effects = list.filter(isRecord);
  // A close of the list replaces the one that follows a terminal reason.
  const endsBySelf = effects.some(isEnding) ? undefined : isTerminalEnd;
  const problems = effects.flatMap((one, at) =>
    effects
      .slice(at + 1)
      .flatMap(
        (other) => conflict(one, other, operation) ?? (endsBySelf && lateness(one, other, endsBySelf)) ?? [],
      ),
  );
  return [...new Set(problems)].map((problem) => `The list of effects ${problem}`);
}
