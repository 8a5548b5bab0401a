import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { directiveNames, directiveScopes, magicKeys } from '../../../src/world/rules/magic.js';
import { Probe, type Surface } from './magic-probe.js';

/** docs/magic-values.md says what is seen, and this sees it: every row, over the wire. */

const page = readFileSync(new URL('../../../docs/magic-values.md', import.meta.url), 'utf8');
const rows = [...page.matchAll(/^\| (?!You send|-)(.+?) \| `(.+?)` +\| (.+?) +\|$/gm)].map(
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
  for (const key of magicKeys) expect(sent).toContain(`key \`${key}\``);
  for (const name of directiveNames) expect(sent).toMatch(new RegExp(`prompt \`\\[mock:${name}[=\\]]`));
  for (const scope of directiveScopes) expect(sent).toMatch(new RegExp(`prompt \`\\[mock:${scope}\\.`));
  expect(sent).toContain('header `x-decart-mock`');
});
