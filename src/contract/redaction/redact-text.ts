import { ASSIGNMENT, redactAssignments } from './assignments.js';
import { withoutEscapes } from './escapes.js';
import { REDACTED } from './mark.js';

/** Every secret has one of these; ids, paths and states have none. 20 ns, for every text of every request. */
const ID_HINT = /[=:@%\\_+\sJ]|[kK]-/;
/** Every secret has one of these; most prompts have none. */
const PROSE_HINT = /[=:@%\\]|dct_|ek_|sk-|eyJ|earer[\s+]|asic[\s+]/i;
/** The surest hint. The patterns below take several times as long. */
const HINT = new RegExp(
  `dct_|ek_|sk-|eyJ|earer[\\s+]|asic[\\s+]|@|%[2-7][0-9a-f]|\\\\u00|${ASSIGNMENT}`,
  'i',
);
const ESCAPED = /%[2-7][0-9a-f]|\\u00[2-7]/i;
/** A key in any text, also in JSON within JSON: client tokens whole, account keys by their prefix. */
const KEY = /dct_[\w.%-]{4,}|(?:\b|(?<=\\[nrt]|\\u[0-9a-f]{4}|%[0-9a-f]{2}))(?:ek_|sk-)[\w.%-]{4,}/gi;
/** From the start of a word, where three words follow each other: a looser pattern can be made to take minutes. */
const JWT = /(?<![\w-])(?=[\w-]+\.[\w-]+\.[\w-])[\w-]*?eyJ[\w-]+\.[\w-]+\.[\w-]+/g;
/** The start of a JWT, and an encrypted one, which has five parts. */
const JWT_START = /(?<![\w-])eyJ[\w-]{5,}(?:\.[\w-]*){0,4}/g;
/** "bearer" in lower case is prose, unless a digit or a capital follows. */
const BEARER =
  /\bB(?:earer|EARER)[\s+]{1,8}[\w.~+/=%-]{4,}|\bbearer[\s+]{1,8}(?=[a-z.~+/=-]{0,80}[0-9A-Z_])[\w.~+/=%-]{4,}/g;
const BASIC = /\b[Bb](?:asic|ASIC)[\s+]{1,8}(?=[a-z]{0,80}[0-9A-Z])[\w+/]{8,}={0,2}/g;
/** User and password in a URL. */
const USERINFO = /((?:\\{0,16}\/){2})[^\s/?#"'\\]+@/g;

/** A text without secrets, for journals, logs and reports. Linear time. */
export function redactText(text: string): string {
  if (!ID_HINT.test(text) || !PROSE_HINT.test(text) || !HINT.test(text)) return text;
  const clean = redactPlain(text);
  if (!ESCAPED.test(clean)) return clean;
  const plain = withoutEscapes(clean);
  if (plain === undefined) return REDACTED;
  const again = redactPlain(plain);
  return again === plain ? clean : again;
}

function redactPlain(text: string): string {
  return redactAssignments(text)
    .replace(KEY, REDACTED)
    .replace(JWT, REDACTED)
    .replace(JWT_START, REDACTED)
    .replace(BEARER, REDACTED)
    .replace(BASIC, REDACTED)
    .replace(USERINFO, `$1${REDACTED}@`);
}
