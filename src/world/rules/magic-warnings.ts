import { errorTable } from '../../contract/errors.js';
import { redactText } from '../journal/redact.js';
import {
  directiveEffect,
  directiveNames,
  directiveScopes,
  keyMeaning,
  magicKeyNames,
  scopedOperation,
} from './magic.js';
import { didYouMean, nearest } from './nearest.js';
import type { Operation } from './operations.js';
import { happensTo, operationsOf } from './parse.js';

/** Magic values that ask for nothing, though somebody seems to have meant them to: docs/magic-values.md. */

/** What a directive's value looks like. */
const values: Readonly<Record<string, string>> = {
  pending: 'a length of time like 5s',
  processing: 'a length of time like 5s',
  delay: 'a length of time like 5s',
  late: 'a length of time like 5s',
  truncate: 'a number of bytes',
  slow: 'bytes a second, a whole number above 0',
  status: 'a status from 200 to 599',
  error: 'an error code',
  end: 'a reason',
  close: 'a code that a close frame carries, like 1008',
};

/** More than these in one prompt are not told of one by one. */
const MAX_TOLD = 10;
/** Longer ones are cut. */
const MAX_SHOWN = 80;
const DOCS = 'See docs/magic-values.md.';
/** Operations that bring a prompt of their own. */
const heard: ReadonlySet<Operation> = new Set([
  'jobs.submit',
  'process',
  'realtime.prompt',
  'realtime.image',
]);

/** A sentence for each directive in a prompt that does nothing to the operation. */
export function promptWarnings(prompt: string | undefined, operation: Operation): readonly string[] {
  if (prompt === undefined || !heard.has(operation) || !prompt.includes('[mock:')) return [];
  return [...prompt.matchAll(/\[mock:([^\]]*)(\]?)/g)]
    .slice(0, MAX_TOLD)
    .flatMap(([whole, inside = '', end]) => {
      const wrong = end === '' ? 'lacks its closing bracket' : wrongWith(inside, operation);
      const shown = redactText(whole.slice(0, MAX_SHOWN)).replace(/\p{C}/gu, '?');
      return wrong === undefined ? [] : [`The prompt's ${shown} does nothing: it ${wrong} ${DOCS}`];
    });
}

function wrongWith(inside: string, operation: Operation): string | undefined {
  const [, scope, name = '', value = ''] = /^(?:([^.=]*)\.)?([^=]*)(?:=(.*))?$/s.exec(inside) ?? [];
  if (scope !== undefined && !directiveScopes.includes(scope))
    return `begins with a word that is none of ours${didYouMean(scope, directiveScopes)}`;
  if (!directiveNames.includes(name)) return `is no directive${didYouMean(name, directiveNames)}`;
  const effect = directiveEffect(name, value);
  if (!effect) {
    const codes = name === 'error' ? didYouMean(value, Object.keys(errorTable)) : '.';
    return `needs ${values[name] ?? 'another value'}${codes}`;
  }
  const about = scope === undefined ? operation : scopedOperation(scope);
  if (scope !== undefined && operation !== 'jobs.submit')
    return `is for the prompt of jobs.submit, not ${operation}.`;
  if (about === undefined || happensTo(effect.type, about)) return undefined;
  return `is for ${operationsOf(effect.type).join(', ')}, not ${about}.`;
}

/** A sentence about a key that looks like a magic one and is none. */
export function keyWarning(key: string): string | undefined {
  const rest = /^dct_(.+)$/i.exec(key)?.[1];
  if (rest === undefined || Object.keys(keyMeaning(key)).length > 0) return undefined;
  const parts = rest.split('_');
  if (/^quota\d*$/i.test(parts[0] ?? '')) return told(parts[0] ?? '', 'dct_quota_<n>, with a number');
  for (const name of magicKeyNames) {
    const given = parts.slice(0, name.split('_').length).join('_');
    // A short word has too many neighbours to be blamed for two slips.
    if (nearest(given, [name], name.length > 6 ? 2 : 1) !== undefined) return told(given, `dct_${name}`);
  }
  return undefined;
}

const told = (name: string, meant: string): string =>
  `A key that begins with dct_${name} is an ordinary one; did you mean ${meant}? ${DOCS}`;
