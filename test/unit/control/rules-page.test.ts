import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { effectTypes } from '../../../src/world/rules/effects/registry.js';
import { parseRule } from '../../../src/world/rules/parse-rule.js';
import { operations } from '../../../src/world/rules/operations.js';

const page = readFileSync(new URL('../../../docs/reference/rules.md', import.meta.url), 'utf8');
const rules = [...page.matchAll(/^\| `([\w-]+)` .*\| `(\{.*\})` +\|$/gm)].map(
  ([, type = '', json = '']): [string, unknown] => [type, JSON.parse(json)],
);

test('the page lists every effect and every operation', () => {
  expect(rules.map(([type]) => type).sort()).toEqual([...effectTypes].sort());
  for (const operation of operations) expect(page).toContain(`\`${operation}\``);
});

test.each(rules)('the example of %s is a valid rule with that effect', (type, rule) => {
  expect(parseRule(rule)).toMatchObject({ effect: { type } });
});

test('the JSON on the page is a valid rule', () => {
  const [, json = ''] = /```json\n([^]*?)```/.exec(page) ?? [];
  expect(parseRule(JSON.parse(json))).toMatchObject({ id: 'busy' });
});
