import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { magicKeys, quotaKey } from '../../../src/world/rules/magic-keys.js';
import { directiveNames, directiveScopes } from '../../../src/world/rules/prompt-directives.js';
import { Probe, type Surface } from './magic-probe.js';

/** Runs every row of docs/reference/magic-values.md over the wire. */

const page = readFileSync(new URL('../../../docs/reference/magic-values.md', import.meta.url), 'utf8');
const [table = ''] = /<!-- values: [^]*?<!-- end of table -->/.exec(page) ?? [];
const rows = [...table.matchAll(/^\| (?!You send|-)(.+?) \| `(.+?)` +\| (.+?) +\|$/gm)].map(
  ([, sent = '', example = '', seen = '']) => ({ sent, example, seen }),
);

describe.each(rows)('$sent: $example', ({ example, seen }) => {
  test.each(
    seen.split('; ').map((part): [Surface, string] => {
      const [surface = '', text = ''] = part.split(/: (.*)/);
      return [surface as Surface, text];
    }),
  )('%s: %s', async (surface, text) => {
    await using probe = await Probe.start(example);
    expect(await probe.see(surface)).toBe(text);
  });
});

test('the table has every magic key, every directive and every scope', () => {
  const sent = rows.map((row) => row.sent).join('\n');
  expect(rows.length).toBeGreaterThan(20);
  expect(table.match(/^\|/gm)).toHaveLength(rows.length + 2);
  for (const { name } of [...magicKeys, quotaKey]) expect(sent).toContain(`key \`dct_${name}\``);
  for (const name of directiveNames) expect(sent).toMatch(new RegExp(`prompt \`\\[mock:${name}[=\\]]`));
  for (const { name } of directiveScopes) expect(sent).toMatch(new RegExp(`prompt \`\\[mock:${name}\\.`));
  expect(sent).toContain('header `x-decart-mock`');
});
