import { errorTable } from '../../contract/errors.js';
import { MAX_SIGMA, type Effect } from './effects.js';
import { nearest } from './nearest.js';
import { isOperation, operations, type Operation } from './operations.js';
import type { Match, RuleSpec, When } from './rules.js';

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
const oneOf =
  (...words: string[]): Check =>
  (value) =>
    typeof value === 'string' && words.includes(value);
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
    `give ms, {"uniform": [least, most]} or {"lognormal": {"median": ms, "sigma": 0 to ${MAX_SIGMA}}}`,
  ],
  [headers, 'give names and texts that HTTP allows, without content-length, transfer-encoding and trailer'],
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
  hang: {},
  reset: { afterBytes: [whole] },
  truncate: { bytes: [whole, 'required'] },
  slow: { bytesPerSecond: [(value) => number(value) && value !== 0, 'required'] },
  malformed: {},
  plan: { outcome: [oneOf('completed', 'failed', 'hang')], pending: [duration], processing: [duration] },
  close: { code: [closeCode, 'required'], reason: [text], message: [text], afterMs: [number] },
  drop: { afterMs: [number] },
  ack: { lateMs: [duration], fail: [text], skip: [flag], times: [ackTimes] },
  queue: { position: [whole, 'required'], size: [whole], everyMs: [cadence], forMs: [number] },
  end: { reason: [text, 'required'], afterSeconds: [number], message: [text] },
  silent: {},
  signal: { mode: [text, 'required'] },
  media: {
    mode: [oneOf('no-ice', 'frozen', 'black', 'stop', 'one-by-one'), 'required'],
    afterSeconds: [number],
  },
  message: { message: [record, 'required'], afterMs: [number] },
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
  hang: asked,
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

/** Why this is no effect; nothing when it is one. */
function wrongWithEffect(value: unknown): readonly string[] {
  if (!isRecord(value)) return ['An effect is an object with a "type"'];
  const type = value['type'];
  const shape =
    typeof type === 'string' && Object.hasOwn(shapes, type) ? shapes[type as Effect['type']] : undefined;
  if (!shape) return [`There is no effect ${JSON.stringify(type)}${known(type, effectTypes)}`];
  return wrongFields(value, shape, ['type'], `effect "${String(type)}"`);
}

/** `; did you mean "x"?`, or all there are. */
function known(given: unknown, names: readonly string[]): string {
  const near = typeof given === 'string' ? nearest(given, names) : undefined;
  return near === undefined ? `; there are: ${names.join(', ')}` : `; did you mean "${near}"?`;
}

function hintFor(check: Check): string {
  const hint = hints.get(check);
  return hint === undefined ? '' : `; ${hint}`;
}

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
    return [`"${name}" of the ${where} does not fit: ${JSON.stringify(given)}${hintFor(check)}`];
  });
  const strange = Object.keys(value).filter((name) => !also.includes(name) && !Object.hasOwn(shape, name));
  const names = [...also, ...Object.keys(shape)];
  return [...misfits, ...strange.map((name) => `The ${where} has no "${name}"${known(name, names)}`)];
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
  const list = Array.isArray(value) ? value : [value];
  const wrong = list.flatMap(wrongWithEffect);
  if (wrong.length === 0) return { ok: true, effects: list as Effect[] };
  return { ok: false, reason: wrong.join('. ') };
}

const matchShape: Shape = { model: [text], prompt: [text], jobId: [text] } satisfies Record<
  keyof Match,
  Shape[string]
>;
const whenShape: Shape = {
  first: [whole],
  nth: [whole],
  every: [(value) => whole(value) && value !== 0],
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

/** All that is wrong with a rule from JSON or YAML, a sentence each; nothing when it is one. */
export function wrongWithRule(value: unknown): readonly string[] {
  if (!isRecord(value)) return ['A rule is an object with an "operation" and an "effect".'];
  const { operation, match, when, effect } = value;
  const wrong = [
    ...wrongFields(value, ruleShape, [], 'rule'),
    ...(isRecord(match) ? wrongFields(match, matchShape, [], '"match" of the rule') : []),
    ...(isRecord(when) ? wrongFields(when, whenShape, [], '"when" of the rule') : []),
    ...(isRecord(effect) ? wrongWithEffect(effect) : []),
    ...(typeof operation === 'string' ? wrongPlace(operation, effect) : []),
  ];
  return wrong.map((one) => (one.endsWith('?') ? one : `${one}.`));
}

/** A rule from JSON or YAML. @throws TypeError that says all that does not fit, an unknown operation included */
export function parseRule(value: unknown): RuleSpec {
  const wrong = wrongWithRule(value);
  if (wrong.length > 0) throw new TypeError(wrong.join(' '));
  return value as RuleSpec;
}

function wrongPlace(operation: string, effect: unknown): readonly string[] {
  if (!isOperation(operation)) return [`There is no operation "${operation}"${known(operation, operations)}`];
  const type = isRecord(effect) && effectTypes.find((one) => one === effect['type']);
  if (!type || happensTo(type, operation)) return [];
  return [`The effect "${type}" does nothing to ${operation}; it is for ${operationsOf(type).join(', ')}`];
}
