/** The tables of docs/reference/magic-values.md, from the registry of effects and the magic keys. */
import type { Directive } from '../src/world/rules/effects/effect-row.js';
import { directives, rowOf } from '../src/world/rules/effects/registry.js';
import { magicKeys, quotaKey } from '../src/world/rules/magic-keys.js';
import { directivesFor, directiveScopes } from '../src/world/rules/prompt-directives.js';
import { markdownTable } from '../conformance/report/markdown-table.js';
import { withTable } from './page-tables.js';

type Row = readonly [sent: string, example: string, seen: string];

const code = (text: string): string => `\`${text}\``;
const withValue = (name: string, value: string | undefined): string =>
  value === undefined ? `[mock:${name}]` : `[mock:${name}=${value}]`;

const keyRows = [...magicKeys, quotaKey].map((key): Row => {
  const example = 'example' in key ? key.example : key.name;
  return [`key ${code(`dct_${key.name}`)}`, code(`dct_${example}`), key.sees];
});

const directiveRow = ({ name, value, doc }: Directive): Row => [
  `prompt ${code(withValue(name, value?.placeholder))}`,
  code(withValue(name, doc.value)),
  doc.sees,
];

const scopeRows = directiveScopes.flatMap(({ name, doc }) =>
  doc.map(({ directive, sees }): Row => [
    `prompt ${code(`[mock:${name}.<directive>]`)}`,
    code(`[mock:${name}.${directive}]`),
    sees,
  ]),
);

/** Rows about no single key or directive. */
const otherRows: readonly Row[] = [
  [
    'prompt, two directives',
    code('[mock:pending=250ms] [mock:fail]'),
    'job: pending, processing after 0.25 s, failed after 1.45 s',
  ],
  [
    'prompt, two directives',
    code('[mock:late=2s] [mock:refuse=no]'),
    'prompt: refused with no after 2 s; image: refused with no after 2 s',
  ],
  [
    'prompt, for a session',
    code('[mock:error=at_capacity]'),
    'prompt: error Server at capacity. Please try again later., then closed with 1013 Try Again Later; image: error Server at capacity. Please try again later., then closed with 1013 Try Again Later',
  ],
  [
    'prompt, for a session',
    code('[mock:error=concurrency_limit]'),
    'prompt: error Concurrent session limit reached., then closed with 1013 Session Limit Reached',
  ],
  [
    'header `x-decart-mock`: an effect',
    code('x-decart-mock: {"type":"error","code":"at_capacity"}'),
    'submit: 503 Server at capacity. Please try again later.; quota: 503 Server at capacity. Please try again later.',
  ],
  [
    'header `x-decart-mock`: a list',
    code('x-decart-mock: [{"type":"delay","ms":2000},{"type":"plan","outcome":"failed"}]'),
    'submit: 200 after 2 s; quota: 200 after 2 s',
  ],
];

const values = markdownTable(
  ['You send', 'For example', 'You see'],
  [...keyRows, ...directives.map(({ directive }) => directiveRow(directive)), ...scopeRows, ...otherRows],
);

const scopes = markdownTable(
  ['Scope', 'Applies to', 'Directives'],
  directiveScopes.map(({ name, operation }) => [
    code(`${name}.`),
    code(operation),
    directivesFor(operation).map(code).join(', '),
  ]),
);

const once = directives
  .filter(({ type }) => rowOf(type)?.oncePerPrompt)
  .map(({ directive: { name } }) => code(name))
  .join(', ');

/** The page with its current tables. @throws Error when the page lacks a marker */
export const withMagicValues = async (page: string): Promise<string> =>
  withTable(await withTable(await withTable(page, 'values', values), 'scopes', scopes), 'once', once);
