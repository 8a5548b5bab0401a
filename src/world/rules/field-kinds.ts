import {
  inMs,
  MAX_SIGMA,
  type Duration,
  type DurationInput,
  type TimeInput,
} from '../random/draw-duration.js';
import { isRecord, type FieldKind } from './fields.js';

/** The kinds of values that rules and effects are made of. */

const isNumber = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0;
const isWhole = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0;

export const anything: FieldKind = { accepts: () => true };
export const text: FieldKind<string> = { accepts: (value) => typeof value === 'string', hint: 'give text' };
export const flag: FieldKind<boolean> = {
  accepts: (value) => typeof value === 'boolean',
  hint: 'give true or false',
};
export const record: FieldKind<Readonly<Record<string, unknown>>> = {
  accepts: isRecord,
  hint: 'give one object',
};
export const effectOrList: FieldKind = {
  accepts: (value) => isRecord(value) || (Array.isArray(value) && value.length > 0),
  hint: 'give one object, or a list of them',
};
export const number: FieldKind<number> = { accepts: isNumber, hint: 'give a number, 0 or above' };
/** A client that follows it is not to wait for good. */
const MAX_RETRY_S = 86_400;

/** After how many seconds a client is to try again. */
export const retrySeconds: FieldKind<number> = {
  accepts: (value) => isNumber(value) && value <= MAX_RETRY_S,
  hint: `give seconds, from 0 to ${MAX_RETRY_S} (one day)`,
};
export const whole: FieldKind<number> = { accepts: isWhole, hint: 'give a whole number, 0 or above' };
export const aboveZero: FieldKind<number> = {
  accepts: (value) => isNumber(value) && value > 0,
  hint: 'give a number above 0',
};
export const wholeFrom1: FieldKind<number> = {
  accepts: (value) => isWhole(value) && value > 0,
  hint: 'give a whole number from 1 on',
};
export const probability: FieldKind<number> = {
  accepts: (value) => isNumber(value) && value <= 1,
  hint: 'give a number from 0 to 1',
};

export const oneOf = <Word extends string>(...words: readonly Word[]): FieldKind<Word> => ({
  accepts: (value) => words.some((word) => word === value),
  words,
});

/** ms from the moment something happens. */
export const wait: FieldKind<number, TimeInput> = {
  accepts: isNumber,
  hint: 'give ms, or text like 5s',
  convert: inMs,
};

const isRange = (value: unknown): boolean => {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [min, max] = value as readonly unknown[];
  return isNumber(min) && isNumber(max) && min <= max;
};

const isDistribution = ({ uniform, lognormal }: Record<string, unknown>): boolean =>
  isRange(uniform) ||
  (isRecord(lognormal) &&
    isNumber(lognormal['median']) &&
    isNumber(lognormal['sigma']) &&
    lognormal['sigma'] <= MAX_SIGMA);

export const duration: FieldKind<Duration, DurationInput> = {
  accepts: (value) => isNumber(value) || (isRecord(value) && isDistribution(value)),
  hint: `give ms, text like 5s, {"uniform": [least, most]} or {"lognormal": {"median": ms, "sigma": 0 to ${MAX_SIGMA}}}`,
  convert: inMs,
};

/** The service reports a queue position about every 17 s; at 0 ms an `auto` clock would never move on. */
const MIN_INTERVAL_MS = 100;

/** How often a waiting client is sent its queue position. */
export const queueInterval: FieldKind<number, TimeInput> = {
  accepts: (value) => isNumber(value) && value >= MIN_INTERVAL_MS,
  hint: `give ms, at least ${MIN_INTERVAL_MS}, or omit it for the interval observed on the service`,
  convert: inMs,
};

export const httpStatus: FieldKind<number> = {
  accepts: (value) => isWhole(value) && value >= 200 && value <= 599,
  hint: 'give a status from 200 to 599',
};

/** Headers that frame the body; the mock sets them itself. */
const FRAMING = /^(?:trailer|transfer-encoding|content-length)$/i;

/** Headers that can be sent as they are. */
export const headers: FieldKind<Readonly<Record<string, string>>> = {
  accepts: (value) =>
    isRecord(value) &&
    Object.entries(value).every(
      ([name, one]) =>
        /^[\w!#$%&'*+.^`|~-]+$/.test(name) &&
        !FRAMING.test(name) &&
        typeof one === 'string' &&
        /^[\t\x20-\x7e\x80-\xff]*$/.test(one),
    ),
  hint: 'give names and texts that HTTP allows, without content-length, transfer-encoding and trailer',
};

/** Codes that a close frame may carry (RFC 6455, 7.4); 1004 to 1006 and 1015 are never sent. */
const isCloseCode = (value: unknown): boolean =>
  isWhole(value) &&
  [
    [1000, 1003],
    [1007, 1014],
    [3000, 4999],
  ].some(([from = 0, to = 0]) => value >= from && value <= to);

export const closeCode: FieldKind<number> = {
  accepts: isCloseCode,
  hint: 'a close frame carries 1000-1003, 1007-1014 or 3000-4999; use the effect "drop" for 1006, a close without a frame',
};

/** Bytes of a close frame's reason (RFC 6455, 5.5). */
const MAX_REASON_BYTES = 123;

export const closeReason: FieldKind<string> = {
  accepts: (value) => typeof value === 'string' && Buffer.byteLength(value) <= MAX_REASON_BYTES,
  hint: `give text of at most ${MAX_REASON_BYTES} bytes, as a close frame carries`,
};

/** How often one message is acknowledged; more would only delay the other clients. */
const MAX_ACKS = 1_000;

export const ackTimes: FieldKind<number> = {
  accepts: (value) => isWhole(value) && value <= MAX_ACKS,
  hint: `give a whole number, at most ${MAX_ACKS}`,
};
