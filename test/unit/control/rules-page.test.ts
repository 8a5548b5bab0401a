import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { effectTypes, parseRule } from '../../../src/world/rules/parse.js';
import { operations } from '../../../src/world/rules/operations.js';

const page = readFileSync(new URL('../../../docs/rules.md', import.meta.url), 'utf8');
const rules = [...page.matchAll(/^\| `([\w-]+)` .*\| `(\{.*\})` +\|$/gm)].map(
  ([, type = '', json = '']): [string, unknown] => [type, JSON.parse(json)],
);

test('the page has every effect and every operation', () => {
  expect(rules.map(([type]) => type).sort()).toEqual([...effectTypes].sort());
  for (const operation of operations) expect(page).toContain(`\`${operation}\``);
});

test.each(rules)('its rule with %s is one, and is about that effect', (type, rule) => {
  expect(parseRule(rule).effect.type).toBe(type);
});

test('the JSON in it is a rule', () => {
  const [, json = ''] = /```json\n([^]*?)```/.exec(page) ?? [];
  expect(parseRule(JSON.parse(json))).toMatchObject({ id: 'busy' });
});
