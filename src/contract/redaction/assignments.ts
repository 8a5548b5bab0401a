import { REDACTED } from './mark.js';
import { isSecretName, SECRET_ENDINGS } from './secret-names.js';

/** The end of a secret name, its quote (escaped in JSON within JSON), and the sign before its value. */
export const ASSIGNMENT = `${SECRET_ENDINGS}[\\[\\])_-]{0,4}(\\\\{0,16}["']?)\\s{0,8}([=:][=>]{0,2})\\s{0,8}`;
/** The part of a name before that end; longer ones are judged by these characters. */
const NAME_START = /[\w.[-]*$/;
const QUOTED_NAME_START = /[\w.[ -]*$/;
const MAX_NAME = 80;
/** Names whose value is the rest of the line. */
const HEADER = /authorization$|cookies?$/i;
/** Before a colon, prose has names such as "token" and "secret". */
const NOT_PROSE = /pass|pwd|jwt|key|credential|[^a-z]\w|[a-z][A-Z]/;
/** A shell variable in a command that repeats a request. */
const VARIABLE = /'?"?\$(?:DECART_\w+|\w+_\d+\b)/y;
const OPENING_QUOTE = /(\\{0,16})(["'])/y;
const SHELL_WORD = /'[^\s']+/y;
const WORD = /(?:(?:bearer|basic)[\s+]{1,8})?[^\s&"';]+/iy;
const LINE = /[^\r\n"']+/y;
const JSON_WORD = /[^\s,}\]"']+/y;

/** Where a value begins and ends. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** Redacts the values in `name=value`, `name: value` and `"name": value`. Linear time. */
export function redactAssignments(text: string): string {
  const assignment = new RegExp(ASSIGNMENT, 'gi');
  let clean = '';
  let done = 0;
  for (let found = assignment.exec(text); found; found = assignment.exec(text)) {
    const { index } = found;
    const [whole, quote = '', sign = ''] = found;
    const start =
      (quote === '' ? NAME_START : QUOTED_NAME_START).exec(
        text.slice(Math.max(done, index - MAX_NAME), index),
      )?.[0] ?? '';
    const name = start + whole.slice(0, whole.indexOf(quote === '' ? sign : quote)).trimEnd();
    const at = index + whole.length;
    const span = isSecretName(name) ? valueSpan(text, at, { name, quote, sign }) : undefined;
    if (span === undefined) continue;
    const bare = quote !== '' && span.from === at; // a number or a list: a text keeps JSON readable
    clean += text.slice(done, span.from) + (bare ? quote + REDACTED + quote : REDACTED);
    done = span.to;
    assignment.lastIndex = Math.max(span.to, assignment.lastIndex);
  }
  return clean + text.slice(done);
}

interface Assigned {
  readonly name: string;
  readonly quote: string;
  readonly sign: string;
}

/** Undefined where there is no value to redact. */
function valueSpan(text: string, at: number, { name, quote, sign }: Assigned): Span | undefined {
  if (matchEnd(VARIABLE, text, at) !== undefined) return undefined;
  OPENING_QUOTE.lastIndex = at;
  const [opening, escapes = '', mark = ''] = OPENING_QUOTE.exec(text) ?? [];
  if (opening !== undefined && (mark === '"' || quote.endsWith("'")))
    return quotedSpan(text, at + opening.length, mark, escapes.length);
  if (opening === "'") {
    // It may also end a word of a shell whose value is empty.
    const to = matchEnd(SHELL_WORD, text, at);
    return to === undefined || text.startsWith("'", at - 1) ? undefined : { from: at + 1, to };
  }
  const to = quote === '' ? unquotedEnd(text, at, name, sign) : jsonEnd(text, at);
  return to === undefined ? undefined : { from: at, to };
}

/** To the closing quote, or to the end of a text that was cut. */
function quotedSpan(text: string, from: number, mark: string, escapes: number): Span | undefined {
  for (let close = text.indexOf(mark, from); close >= 0; close = text.indexOf(mark, close + 1)) {
    let before = close;
    while (before > from && text[before - 1] === '\\') before--;
    const slashes = close - before;
    if (slashes > escapes && (escapes > 0 || slashes % 2 === 1)) continue; // a quote within the value
    const to = escapes > 0 ? before : close;
    // In a shell, `'"$id_1"'` leaves the quotes for a variable.
    const end = text[to - 1] === "'" && text[close + 1] === '$' ? to - 1 : to;
    return end > from ? { from, to: end } : undefined;
  }
  return from < text.length ? { from, to: text.length } : undefined;
}

function unquotedEnd(text: string, at: number, name: string, sign: string): number | undefined {
  if (sign.includes('=')) return matchEnd(WORD, text, at);
  if (HEADER.test(name)) return matchEnd(LINE, text, at);
  return NOT_PROSE.test(name) ? matchEnd(WORD, text, at) : undefined;
}

/** The end of a number, a list or an object. Null stays visible. */
function jsonEnd(text: string, at: number): number | undefined {
  if (text[at] !== '[' && text[at] !== '{')
    return text.startsWith('null', at) ? undefined : matchEnd(JSON_WORD, text, at);
  let depth = 0;
  for (let to = at; to < text.length; to++) {
    if (text[to] === '[' || text[to] === '{') depth++;
    if (text[to] === ']' || text[to] === '}') depth--;
    if (depth === 0) return to + 1;
  }
  return text.length;
}

function matchEnd(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}
