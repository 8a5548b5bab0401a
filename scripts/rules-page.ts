/** The tables of docs/reference/rules.md, from the registry of effects. */
import type { EffectRow } from '../src/world/rules/effects/effect-row.js';
import { effectRows } from '../src/world/rules/effects/registry.js';
import { httpOperations } from '../src/world/rules/operations.js';
import { whenFields } from '../src/world/rules/when.js';
import { markdownTable } from '../conformance/report/markdown-table.js';
import { withTable } from './page-tables.js';

const code = (text: string): string => `\`${text}\``;

/** The rule that a row gives as its example, as JSON. */
export function exampleRule({ type, doc }: EffectRow): string {
  const { operation, ...fields } = doc.example;
  return JSON.stringify({ operation, effect: { type, ...fields } });
}

const conditions = markdownTable(
  ['Field', 'The rule fires'],
  Object.entries(whenFields).map(([name, { fires }]) => [code(name), fires]),
);

const effects = markdownTable(
  ['Effect', 'What it does', 'Applies to', 'Example'],
  effectRows.map((row: EffectRow) => [
    code(row.type),
    row.doc.text,
    row.appliesTo.label,
    code(exampleRule(row)),
  ]),
);

/** The page with its current tables. @throws Error when the page lacks a marker */
export async function withRules(page: string): Promise<string> {
  const tables = { conditions, 'http-operations': httpOperations.map(code).join(', '), effects };
  let made = page;
  for (const [name, table] of Object.entries(tables)) made = await withTable(made, name, table);
  return made;
}
