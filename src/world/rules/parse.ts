import { errorTable } from '../../contract/errors.js';
import { MAX_SIGMA, type Effect } from './effects.js';
import { didYouMean, nearest } from './nearest.js';
import { isUnsatisfiable, unmatchableFields } from './unsatisfiable-rules.js';
import { isOperation, operations, type Operation } from './operations.js';
import type { Match, RuleSpec, When } from './rules.js';
import { inMs } from './rule-input.js';

/** Rules and effects as people write them: JSON or YAML, checked by hand so that a bad one is refused in plain words. */

type Check = (value: unknown) => boolean;
type Shape = Readonly<Record<string, readonly [check: Check, presence?: 'required']>>;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const number: Check = (value) => typeof value === 'number' && Number.isFinite(value) && value >= 0;
const whole: Check = (value) => Number.isInteger(value) && (value as number) >= 0;
const text: Check = (value) => typeof value === 'string';
const flag: Check = (value) => typeof value === 'boolean';
const record: Check = isRecord;
const positive: Check = (value) => whole(value) && value !== 0;
/** A length of time from the moment something happens. */
const wait: Check = (value) => number(value);
/** The words that a check takes. */
const choices = new Map<Check, readonly string[]>();
function oneOf(...words: string[]): Check {
  const check: Check = (value) => typeof value === 'string' && words.includes(value);
  choices.set(check, words);
  return check;
}
const duration: Check = (value) =>
  number(value) ||
  (isRecord(value) &&
    ((Array.isArray(value['uniform']) &&
      value['uniform'].length === 2 &&
      value['uniform'].every(number) &&
      value['uniform'][0] <= value['uniform'][1]) ||
      (isRecord(value['lognormal']) &&
        number(value['lognormal']['median']) &&
        number(value['lognormal']['sigma']) &&
        (value['lognormal']['sigma'] as number) <= MAX_SIGMA)));
const status: Check = (value) => whole(value) && (value as number) >= 200 && (value as number) <= 599;
/** Headers that say how the body is framed, which is ours to say. */
const FRAMING = /^(?:trailer|transfer-encoding|content-length)$/i;
/** Headers that can go over the wire as they are. */
const headers: Check = (value) =>
  isRecord(value) &&
  Object.entries(value).every(
    ([name, one]) =>
      /^[\w!#$%&'*+.^`|~-]+$/.test(name) &&
      !FRAMING.test(name) &&
      typeof one === 'string' &&
      /^[\t\x20-\x7e\x80-\xff]*$/.test(one),
  );
/** What a close frame may carry (RFC 6455, 7.4); 1004 to 1006 and 1015 are never sent. */
const closeCode: Check = (value) =>
  whole(value) &&
  [
    [1000, 1003],
    [1007, 1014],
    [3000, 4999],
  ].some(([from = 0, to = 0]) => (value as number) >= from && (value as number) <= to);

/** How often one message can be acknowledged; more would only keep everybody else waiting. */
const MAX_ACKS = 1_000;
const ackTimes: Check = (value) => whole(value) && (value as number) <= MAX_ACKS;

/** How often a waiting client can be told, ms: the service does about every 17 s, and at 0 an hour would never end. */
const MIN_CADENCE_MS = 100;
const cadence: Check = (value) => number(value) && (value as number) >= MIN_CADENCE_MS;

/** What to give instead, where the name of the field does not tell. */
const hints = new Map<Check, string>([
  [
    duration,
    `give ms, text like 5s, {"uniform": [least, most]} or {"lognormal": {"median": ms, "sigma": 0 to ${MAX_SIGMA}}}`,
  ],
  [headers, 'give names and texts that HTTP allows, without content-length, transfer-encoding and trailer'],
  [positive, 'give a whole number from 1 on'],
  [wait, 'give ms, or text like 5s'],
  [ackTimes, `give a whole number, at most ${MAX_ACKS}`],
  [cadence, `give ms, at least ${MIN_CADENCE_MS}, or leave it out for about what was seen of the service`],
  [
    closeCode,
    'a close frame carries 1000-1003, 1007-1014 or 3000-4999; use the effect "drop" for 1006, a close without a frame',
  ],
]);

const shapes: Readonly<Record<Effect['type'], Shape>> = {
  respond: { status: [status, 'required'], body: [() => true], headers: [headers] },
  error: { code: [oneOf(...Object.keys(errorTable)), 'required'] },
  delay: { ms: [duration, 'required'] },
  'no-response': {},
  reset: { afterBytes: [whole] },
  truncate: { bytes: [whole, 'required'] },
  slow: { bytesPerSecond: [(value) => number(value) && value !== 0, 'required'] },
  malformed: {},
  plan: { outcome: [oneOf('completed', 'failed', 'hang')], pending: [duration], processing: [duration] },
  close: { code: [closeCode, 'required'], reason: [text], message: [text], afterMs: [wait] },
  drop: { afterMs: [wait] },
  ack: { lateMs: [duration], fail: [text], skip: [flag], times: [ackTimes] },
  queue: { position: [whole, 'required'], size: [whole], everyMs: [cadence], forMs: [wait] },
  end: { reason: [text, 'required'], afterSeconds: [number], message: [text] },
  silent: {},
  signal: { mode: [text, 'required'] },
  media: {
    mode: [oneOf('no-ice', 'frozen', 'black', 'stop', 'one-by-one'), 'required'],
    afterSeconds: [number],
  },
  message: { message: [record, 'required'], afterMs: [wait] },
  verdict: { verdict: [text, 'required'], confidence: [number, 'required'] },
};

/** The effects there are, for docs and advice. */
export const effectTypes = Object.keys(shapes) as Effect['type'][];

const jobs = /^(?:jobs\.submit|process)$/;
const sockets = /^realtime\./;
/** HTTP answers, and the answer to an upgrade. */
const answers = /^(?!realtime\.(?!connect$))/;
const bodies = /^(?!realtime\.)/;
const asked = /^(?!realtime\.(?:media|generation)$)/;

/** Where an effect can happen: anywhere else a rule would fire and change nothing. */
const places: Readonly<Record<Effect['type'], RegExp>> = {
  respond: answers,
  reset: answers,
  error: asked,
  delay: asked,
  'no-response': asked,
  truncate: bodies,
  slow: bodies,
  malformed: bodies,
  plan: jobs,
  verdict: /^verify$/,
  ack: new RegExp(`^realtime\\.(?:prompt|image)$|${jobs.source}`),
  close: sockets,
  drop: sockets,
  message: sockets,
  end: sockets,
  media: sockets,
  queue: /^realtime\.join$/,
  signal: /^realtime\.join$/,
  silent: /^realtime\.(?:connect|join|prompt|image)$/,
};

/** Whether an effect can happen to an operation. */
export const happensTo = (type: Effect['type'], operation: Operation): boolean =>
  places[type].test(operation);

/** The operations on which an effect can happen. */
export const operationsOf = (type: Effect['type']): readonly Operation[] =>
  operations.filter((operation) => happensTo(type, operation));

/** Checks of times, which may be written as text. */
const times: ReadonlySet<Check> = new Set([duration, wait, cadence]);

const shapeOf = (type: unknown): Shape | undefined =>
  typeof type === 'string' && Object.hasOwn(shapes, type) ? shapes[type as Effect['type']] : undefined;

/** An effect with its times in ms; whatever does not fit stays as it is. */
function withTimes(value: unknown): unknown {
  if (!isRecord(value)) return value;
  const shape = shapeOf(value['type']) ?? {};
  const fields = Object.entries(value).map(([name, one]) => {
    const check = Object.hasOwn(shape, name) ? shape[name]?.[0] : undefined;
    return [name, check && times.has(check) ? inMs(one) : one];
  });
  return Object.fromEntries(fields);
}

/** Why this is no effect; nothing when it is one. */
function wrongWithEffect(value: unknown): readonly string[] {
  if (!isRecord(value)) return ['An effect is an object with a "type"'];
  const type = value['type'];
  if (type === undefined) {
    const typo = Object.keys(value).find((name) => nearest(name, ['type']) !== undefined);
    if (typo !== undefined) return [`The effect has no "${typo}"; did you mean "type"?`];
    return [`The effect needs a "type"${didYouMean(type, effectTypes)}`];
  }
  const shape = shapeOf(type);
  if (!shape) return [`There is no effect ${JSON.stringify(type)}${didYouMean(type, effectTypes)}`];
  return wrongFields(value, shape, ['type'], `effect "${type as string}"`);
}

function hintFor(check: Check, given: unknown): string {
  const words = choices.get(check);
  if (words) return didYouMean(given, words);
  const hint = hints.get(check);
  return hint === undefined ? '' : `; ${hint}`;
}

const sentence = (text: string): string => (/[.?]$/.test(text) ? text : `${text}.`);

function wrongFields(
  value: Record<string, unknown>,
  shape: Shape,
  also: readonly string[],
  where: string,
): readonly string[] {
  const misfits = Object.entries(shape).flatMap(([name, [check, presence]]) => {
    const given = value[name];
    if (given === undefined) return presence === 'required' ? [`The ${where} needs "${name}"`] : [];
    if (check(given)) return [];
    return [`"${name}" of the ${where} does not fit: ${JSON.stringify(given)}${hintFor(check, given)}`];
  });
  const strange = Object.keys(value).filter((name) => !also.includes(name) && !Object.hasOwn(shape, name));
  const names = [...also, ...Object.keys(shape)];
  return [...misfits, ...strange.map((name) => `The ${where} has no "${name}"${didYouMean(name, names)}`)];
}

export type ParsedEffects =
  | { readonly ok: true; readonly effects: readonly Effect[] }
  | { readonly ok: false; readonly reason: string };

/** One effect or a list of them, as JSON text. */
export function parseEffects(json: string): ParsedEffects {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return { ok: false, reason: 'This is not JSON' };
  }
  const list = (Array.isArray(value) ? value : [value]).map(withTimes);
  const wrong = list.flatMap(wrongWithEffect);
  if (wrong.length === 0) return { ok: true, effects: list as Effect[] };
  return { ok: false, reason: wrong.map(sentence).join(' ').replace(/\.$/, '') };
}

const matchShape: Shape = { model: [text], prompt: [text], jobId: [text] } satisfies Record<
  keyof Match,
  Shape[string]
>;
const whenShape: Shape = {
  first: [whole],
  nth: [positive],
  every: [positive],
  after: [whole],
  probability: [(value) => number(value) && (value as number) <= 1],
} satisfies Record<keyof When, Shape[string]>;
const ruleShape: Shape = {
  id: [text],
  operation: [text, 'required'],
  match: [isRecord],
  when: [isRecord],
  effect: [isRecord, 'required'],
};

export type ReadRule =
  | { readonly rule: RuleSpec; readonly wrong?: never }
  /** All that is wrong with it, a sentence each. */
  | { readonly wrong: readonly string[] };

/** A rule from JSON, YAML or code, its times in ms. */
export function readRule(written: unknown): ReadRule {
  if (!isRecord(written)) return { wrong: ['A rule is an object with an "operation" and an "effect".'] };
  const value = 'effect' in written ? { ...written, effect: withTimes(written['effect']) } : written;
  const { operation, match, when, effect }: Record<string, unknown> = value;
  const wrong = [
    ...wrongFields(value, ruleShape, [], 'rule'),
    ...(isRecord(match) ? wrongFields(match, matchShape, [], '"match" of the rule') : []),
    ...(isRecord(when) ? wrongWhen(when) : []),
    ...(isRecord(effect) ? wrongWithEffect(effect) : []),
    ...(typeof operation === 'string' ? wrongPlace(operation, match, effect) : []),
  ];
  return wrong.length > 0 ? { wrong: wrong.map(sentence) } : { rule: value as unknown as RuleSpec };
}

/** A rule from JSON, YAML or code. @throws TypeError that says all that does not fit, an unknown operation included */
export function parseRule(written: unknown): RuleSpec {
  const read = readRule(written);
  if (read.wrong) throw new TypeError(read.wrong.join(' '));
  return read.rule;
}

function wrongWhen(when: Record<string, unknown>): readonly string[] {
  const wrong = wrongFields(when, whenShape, [], '"when" of the rule');
  if (wrong.length > 0 || !isUnsatisfiable(when)) return wrong;
  return [`The "when" of the rule is true of no call: ${JSON.stringify(when)}`];
}

function wrongPlace(operation: string, match: unknown, effect: unknown): readonly string[] {
  if (!isOperation(operation))
    return [`There is no operation "${operation}"${didYouMean(operation, operations)}`];
  const vain = isRecord(match) ? unmatchableFields(operation, match) : [];
  const type = isRecord(effect) && effectTypes.find((one) => one === effect['type']);
  if (!type || happensTo(type, operation)) return vain;
  return [
    ...vain,
    `The effect "${type}" does nothing to ${operation}; it is for ${operationsOf(type).join(', ')}`,
  ];
}
