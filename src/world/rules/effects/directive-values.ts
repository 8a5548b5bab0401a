import { errorTable, type ErrorCode } from '../../../contract/errors.js';
import { parseDuration } from '../../time/duration.js';
import { closeCode, closeReason, httpStatus } from '../field-kinds.js';
import { didYouMean } from '../nearest.js';
import { errorCodes, errorsBySight } from './error-names.js';

/** What may follow the `=` of a directive. */
export interface DirectiveValue<Value> {
  /** As the magic values table writes it. */
  readonly placeholder: string;
  /** Completes "it needs ..."; `given` is the text that is not valid. */
  readonly expected: (given: string) => string;
  readonly parse: (text: string) => Value | undefined;
}

const numberFrom1 = (text: string): number | undefined =>
  /^[1-9]\d*$/.test(text) ? Number(text) : undefined;
const isErrorCode = (text: string): text is ErrorCode => Object.hasOwn(errorTable, text);

export const time: DirectiveValue<number> = {
  placeholder: '<time>',
  expected: () => 'a duration like 5s.',
  parse: parseDuration,
};

export const byteCount: DirectiveValue<number> = {
  placeholder: '<bytes>',
  expected: () => 'a number of bytes.',
  parse: (text) => (/^\d+$/.test(text) ? Number(text) : undefined),
};

export const byteRate: DirectiveValue<number> = {
  placeholder: '<bytes per second>',
  expected: () => 'bytes per second, a whole number above 0.',
  parse: numberFrom1,
};

export const statusCode: DirectiveValue<number> = {
  placeholder: '<status>',
  expected: () => 'a status from 200 to 599.',
  parse: (text) => {
    const status = numberFrom1(text);
    return httpStatus.accepts(status) ? status : undefined;
  },
};

export const errorCode: DirectiveValue<ErrorCode> = {
  placeholder: '<code>',
  expected: (given) => `an error code${didYouMean(given, errorCodes, errorsBySight)}`,
  parse: (text) => (isErrorCode(text) ? text : undefined),
};

/** What a close frame carries. */
interface CloseFrame {
  readonly code: number;
  readonly reason?: string;
}

export const closeFrame: DirectiveValue<CloseFrame> = {
  placeholder: '<code>[:<reason>]',
  expected: () => 'a code that a close frame carries, like 1008, and may add a colon and up to 123 bytes.',
  parse: (text) => {
    const [, digits = '', reason] = /^(\d+)(?::(.*))?$/s.exec(text) ?? [];
    const code = numberFrom1(digits);
    if (code === undefined || !closeCode.accepts(code)) return undefined;
    if (reason === undefined || reason === '') return { code };
    return closeReason.accepts(reason) ? { code, reason } : undefined;
  },
};

export const reason: DirectiveValue<string> = {
  placeholder: '<reason>',
  expected: () => 'a reason.',
  parse: (text) => (text === '' ? undefined : text),
};

/** A text that may be left out. */
export const textOr = (fallback: string): DirectiveValue<string> => ({
  placeholder: '<reason>',
  expected: () => 'a text.',
  parse: (text) => (text === '' ? fallback : text),
});
