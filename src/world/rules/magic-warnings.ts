import { redactText } from '../../contract/redaction/redact-text.js';
import type { Effect } from './effects/effect.js';
import { appliesTo, operationProblems, operationsOf } from './effects/registry.js';
import { sentence } from './fields.js';
import { EVERY } from './fired-prompts.js';
import { keyMeaning, magicKeys, quotaKey } from './magic-keys.js';
import { hasPrompt } from './match.js';
import { didYouMean, nearest } from './nearest.js';
import type { Operation } from './operations.js';
import {
  directiveEffect,
  directiveNames,
  directiveOf,
  directiveScopes,
  formerDirectives,
  formerScopes,
} from './prompt-directives.js';

/** Warnings about magic values that have no effect, such as misspelt ones. */

/** Directives of one prompt, or effects of one header, that get a warning each; the rest are skipped. */
const MAX_WARNED = 10;
/** Characters of a directive in its warning. */
const MAX_SHOWN = 80;
const CUT = 'ends at the first "]": a value cannot contain one. Use a rule for such a text.';
const DOCS = 'See docs/reference/magic-values.md.';
const RULES_DOCS = 'See docs/reference/rules.md.';

/** Operations whose request carries a prompt. */
const withPrompt: ReadonlySet<Operation> = new Set([
  'jobs.submit',
  'process',
  'realtime.prompt',
  'realtime.image',
]);

/** What may follow `[mock:`. */
const names = [...directiveNames, EVERY];
const scopeNames = directiveScopes.map(({ name }) => name);

/** A sentence for each directive in a prompt that has no effect on the operation, or whose value ends too early. */
export function promptWarnings(prompt: string | undefined, operation: Operation): readonly string[] {
  if (prompt === undefined || !withPrompt.has(operation) || !prompt.includes('[')) return [];
  return [...prompt.matchAll(/(\[\s*mock\s*:)([^\]]*)(\]?)/gi)]
    .slice(0, MAX_WARNED)
    .flatMap(([whole, start = '', inside = '', end]) => {
      const problem = spellingProblem(start, end) ?? directiveProblem(inside, operation);
      const shown = redactText(whole.slice(0, MAX_SHOWN)).replace(/\p{C}/gu, '?');
      if (problem !== undefined) return [`The prompt's ${shown} has no effect: it ${problem} ${DOCS}`];
      return inside.includes('[') ? [`The prompt's ${shown} ${CUT} ${DOCS}`] : [];
    });
}

function spellingProblem(start: string, end: string | undefined): string | undefined {
  if (start !== '[mock:') return 'does not begin with "[mock:".';
  return end === '' ? 'lacks its closing bracket.' : undefined;
}

/** Why the text between `[mock:` and `]` has no effect; undefined when it has one. */
function directiveProblem(inside: string, operation: Operation): string | undefined {
  const [, prefix, name = '', value = ''] = /^(?:([^.=]*)\.)?([^=]*)(?:=(.*))?$/s.exec(inside) ?? [];
  const scope = directiveScopes.find((one) => one.name === prefix);
  if (prefix !== undefined && !scope)
    return `has an unknown scope${didYouMean(prefix, scopeNames, formerScopes)}`;
  if (name === EVERY && !scope) return everyProblem(value, operation);
  const found = directiveOf(name);
  if (!found) return `is not a directive${didYouMean(name, names, formerDirectives)}`;
  const effect = directiveEffect(name, value);
  if (!effect) return `needs ${found.directive.value?.expected(value) ?? 'another value.'}`;
  if (scope && operation !== 'jobs.submit')
    return `applies to the prompt of jobs.submit, not to that of ${operation}.`;
  const target = scope?.operation ?? operation;
  if (appliesTo(effect, target)) return undefined;
  const others = operationsOf(found.type).filter((one) => hasPrompt(one) && appliesTo(effect, one));
  return `applies to ${others.join(', ')}, not to ${target}.`;
}

function everyProblem(value: string, operation: Operation): string | undefined {
  if (value !== '') return 'takes no value.';
  return operation.startsWith('realtime.') ? undefined : `applies to realtime prompts, not to ${operation}.`;
}

/** A sentence about directives of a prompt that fired for it before. */
export const skippedWarnings = (skipped: readonly Effect[]): readonly string[] => {
  if (skipped.length === 0) return [];
  const shown = [...new Set(skipped.map(({ type }) => `[mock:${type}]`))].join(', ');
  return [
    `The prompt's ${shown} did not fire: it fired for this prompt before, and SDKs send their prompt again when they reconnect. Change the prompt, use another key, or add [mock:${EVERY}]. ${DOCS}`,
  ];
};

/** A sentence for each effect of a header that has no effect on the operation. */
export const headerWarnings = (
  header: string,
  effects: readonly Effect[],
  operation: Operation,
): readonly string[] =>
  effects
    .map((one) => operationProblems(one, operation))
    .filter((problems) => problems.length > 0)
    .slice(0, MAX_WARNED)
    .map(
      (problems) =>
        `The header ${header} has no effect here: ${problems.map(sentence).join(' ')} ${RULES_DOCS}`,
    );

/** Texts of values that are absent: a client that reads its key from an unset variable sends one. */
export const absentValues: ReadonlySet<string> = new Set(['undefined', 'null', 'NaN', 'None', 'nil']);

/** A sentence about an ordinary key that resembles a magic one or an absent value; undefined for any other key. */
export function keyWarning(key: string): string | undefined {
  if (absentValues.has(key))
    return `A client's key is the text "${key}", and the mock accepts it as a key. Is its variable or option unset?`;
  const rest = /^dct_(.+)$/i.exec(key)?.[1];
  if (rest === undefined || Object.keys(keyMeaning(key)).length > 0) return undefined;
  const parts = rest.split('_');
  if (/^quota\d*$/i.test(parts[0] ?? ''))
    return ordinaryKey(parts[0] ?? '', `"${quotaKey.name}", with a number`);
  for (const { name } of magicKeys) {
    const given = parts.slice(0, name.split('_').length).join('_');
    // Two slips in a short word are rarely a typo of it.
    if (nearest(given, [name], name.length > 6 ? 2 : 1) !== undefined) return ordinaryKey(given, `"${name}"`);
  }
  return undefined;
}

/** Without the prefix `dct_` before a name: the journal would take the two for a key. */
const ordinaryKey = (name: string, meant: string): string =>
  `A key with "${name}" after "dct_" is an ordinary key; did you mean ${meant}? ${DOCS}`;
