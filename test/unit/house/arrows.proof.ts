import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { expect, test } from 'vitest';
import { house, outside } from '../../../scripts/lint/house.js';
import { brokenBy } from './broken-by.js';
import { read, root, sources } from './sources.js';

const folderOf = (path: string): string | undefined =>
  Object.keys(house)
    .filter((folder) => path.startsWith(`${folder}/`))
    .sort((a, b) => b.length - a.length)[0];
const oneOf = (folder: string): string | undefined => sources.find((path) => folderOf(path) === folder);
const up = (path: string): string => '../'.repeat(path.split('/').length - 1);

test('every folder of src and conformance has a row', () => {
  const entries = ['src/index.ts', 'src/vitest.ts', 'conformance/vitest.ts'];
  expect(sources.filter((path) => folderOf(path) === undefined && !entries.includes(path))).toEqual([]);
  expect(Object.keys(house).filter((folder) => oneOf(folder) === undefined)).toEqual([]);
});

test('every arrow of the table is used, so that a row allows no more than the house needs', () => {
  const used = new Set<string>();
  for (const path of sources)
    for (const [, specifier = ''] of read(path).matchAll(/(?:from |import\()\s*'(\.[^']+)'/g))
      used.add(`${folderOf(path)} -> ${folderOf(posix.join(posix.dirname(path), specifier))}`);
  const allowed = Object.entries(house).flatMap(([from, row]) => row.map((to) => `${from} -> ${to}`));
  expect(allowed.filter((arrow) => !used.has(arrow))).toEqual([]);
});

test.each(Object.keys(house))(
  'an import into %s that its row does not name fails the lint',
  async (folder) => {
    const path = oneOf(folder) ?? '';
    const forbidden = Object.keys(house).filter((one) => one !== folder && !house[folder]?.includes(one));
    const target = forbidden.map(oneOf).find((one) => one !== undefined) ?? '';
    const wrong = `import type * as planted from '${up(path)}${target.replace(/\.ts$/, '.js')}';`;
    expect(await brokenBy(path, wrong), `${path} imports ${target}`).toContain('boundaries/dependencies');
  },
);

test('a file as it stands breaks no rule', async () => {
  expect(await brokenBy('src/world/world.ts', '')).toEqual([]);
});

test.each(outside)('an import of %s from inside fails the lint', async (folder) => {
  const target = { test: 'test/support/patience.js', scripts: 'scripts/generate.js', bench: 'bench/run.js' }[
    folder
  ];
  const found = await brokenBy(
    'src/world/world.ts',
    `import type * as planted from '../../${target ?? folder}';`,
  );
  expect(found.some((rule) => rule?.startsWith('boundaries/'))).toBe(true);
});

test('a file of 301 lines fails the lint', async () => {
  const path = 'src/world/world.ts';
  const length = readFileSync(join(root, path), 'utf8').split('\n').length;
  expect(await brokenBy(path, '\n'.repeat(301 - length))).toContain('max-lines');
  expect(await brokenBy(path, '\n'.repeat(Math.max(299 - length, 0)))).not.toContain('max-lines');
});

test('values that import each other in a circle fail the lint', async () => {
  const first = await brokenBy('src/world/store.ts', "import './world.js';");
  expect(first).toContain('import-x/no-cycle');
});
