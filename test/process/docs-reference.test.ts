import { expect, test } from 'vitest';
import { rules as trafficRules } from '../../conformance/suites/traffic/rules/index.js';
import { readDocument } from '../../scripts/evidence-document.js';
import { errorTable } from '../../src/contract/errors.js';
import { controlErrors } from '../../src/handles/errors.js';
import { startMock } from '../../src/index.js';
import { defaultLimits } from '../../src/world/accounts/limits.js';
import { pages, root, textOf } from './support/pages.js';

/** The reference pages say what the code says. */

const rowsOf = (page: string, row: RegExp): string[][] =>
  [...textOf(page).matchAll(row)].map((found) => found.slice(1));

test('the page of errors has both tables', () => {
  const page = 'docs/reference/errors.md';
  const api = rowsOf(page, /^\| `(\w+)` +\| (\d{3}) +\| (.+?) +\| (\w+) +\| (.+?) +\|$/gm);
  expect(api).toEqual(
    Object.entries(errorTable).map(([code, { status, message, evidence, advice }]) => [
      code,
      String(status),
      message,
      evidence,
      advice,
    ]),
  );
  const [, control = ''] = textOf(page).split('## Control errors');
  const rows = [...control.matchAll(/^\| `(\w+)` +\| (\d{3}) +\| (.+?) +\|$/gm)].map((found) =>
    found.slice(1),
  );
  expect(rows).toEqual(
    Object.entries(controlErrors).map(([code, { status, advice }]) => [code, String(status), advice]),
  );
});

test('the page of options has every limit, and the scenario of the fixtures', () => {
  const page = textOf('docs/reference/options.md');
  for (const limit of Object.keys(defaultLimits)) expect(page).toContain(`\n| \`${limit}\` `);
  expect(page).toContain(textOf('fixtures/scenarios/busy-evening.yaml'));
});

test('the page of realtime messages has every message of the contract', () => {
  const page = textOf('docs/reference/realtime-messages.md');
  const types = Object.entries(readDocument(`${root}openapi.yaml`).components.schemas)
    .filter(([name]) => /^Realtime(?:Client|Server)Message./.test(name))
    .flatMap(
      ([, schema]) => (schema.properties as { type?: { const?: string } } | undefined)?.type?.const ?? [],
    );
  expect(types.length).toBeGreaterThan(20);
  expect(types.filter((type) => !page.includes(`\n| \`${type}\` `))).toEqual([]);
});

test('the page of the control API has every route', async () => {
  const page = textOf('docs/reference/control-api.md');
  await using mock = await startMock();
  const { routes } = (await (await fetch(mock.controlUrl)).json()) as { routes: readonly string[] };
  expect(routes.length).toBeGreaterThan(25);
  const written = routes.map((route) => route.replace('/_mock', '').replace(/:(\w+)/, '{$1}'));
  expect(written.filter((route) => !page.includes(`\`${route}\``))).toEqual([]);
});

test('the page of traffic has every rule with its requirements', () => {
  const rows = rowsOf('docs/how-to/judge-traffic.md', /^\| (\w+\.\w+\/[\w-]+) +\| (.+?) +\| .+ \|$/gm);
  const written = rows.map(([id = '', requires = '']) => {
    let area = '';
    // `TOK-42, 43, RT-82`: an area holds for the numbers behind it.
    return [
      id,
      requires
        .split(', ')
        .map((one) => (one.includes('-') ? ((area = one.split('-')[0] ?? ''), one) : `${area}-${one}`)),
    ];
  });
  const inOrder = (rules: unknown[][]): unknown[][] =>
    rules.toSorted(([a], [b]) => String(a).localeCompare(String(b)));
  expect(inOrder(written)).toEqual(inOrder(trafficRules.map(({ id, requires }) => [id, [...requires]])));
});

test.each(pages.filter((page) => page.startsWith('docs/decisions/')))('%s is a short record', (page) => {
  const text = textOf(page);
  for (const part of ['Context', 'Decision', 'Consequence']) expect(text).toContain(`\n## ${part}\n`);
  expect(text.split(/\s+/).length).toBeLessThan(150);
});

test('the README has fewer than 900 words', () => {
  expect(textOf('README.md').split(/\s+/).length).toBeLessThan(900);
});
