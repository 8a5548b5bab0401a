import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { pages, root, textOf } from './support/pages.js';

/** Every relative link of our pages leads to a file that exists, and to a heading where it names one. */

const withoutCode = (page: string): string => textOf(page).replace(/^ *```[^]*?^ *```$/gm, '');

/** `## In your *tests*` is `in-your-tests`, as on GitHub. */
const anchorsOf = (page: string): Set<string> =>
  new Set(
    [...withoutCode(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );

function leadsSomewhere(link: string, page: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? page : join(dirname(page), path);
  if (!existsSync(join(root, target))) return false;
  return anchor === undefined || !target.endsWith('.md') || anchorsOf(target).has(anchor);
}

const linksOf = (page: string): string[] =>
  [...withoutCode(page).matchAll(/\]\(([^)\s]+)|^\[[^\]]+\]: (\S+)/gm)]
    .map(([, inline, reference]) => inline ?? reference ?? '')
    .filter((link) => !/^[a-z]+:/.test(link));

test.each(pages)('every link of %s leads somewhere', (page) => {
  expect(linksOf(page).filter((link) => !leadsSomewhere(link, page))).toEqual([]);
});

test.each(pages)('every file that %s names exists', (page) => {
  const named = [
    ...textOf(page).matchAll(/`((?:src|conformance|scripts|test|bench|examples|fixtures|docs)\/[\w./-]+)`/g),
  ].map(([, path = '']) => path);
  expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

test.each(pages)('%s names no source that a reader cannot open', (page) => {
  expect(textOf(page).match(/\bfacts[,:] ?[\w.-]+\.md|\b[\w-]+-\d{4}-\d{2}-\d{2}\.md/g) ?? []).toEqual([]);
});

test('the index links to every page', () => {
  const linked = linksOf('docs/README.md').map((link) => join('docs', link.split('#')[0] ?? ''));
  const unlinked = pages.filter((page) => page.startsWith('docs/') && page !== 'docs/README.md');
  expect(unlinked.filter((page) => !linked.includes(page))).toEqual([]);
});

test('no page of the package has a link that leads out of it', () => {
  const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [{ files }] = JSON.parse(output) as [{ files: readonly { path: string }[] }];
  const packed = files.map(({ path }) => path);
  const isPacked = (target: string): boolean =>
    packed.some((path) => path === target || path.startsWith(`${target.replace(/\/$/, '')}/`));
  const shipped = packed.filter((path) => path.endsWith('.md'));
  expect(shipped).toContain('README.md');
  const dead = shipped.flatMap((page) =>
    linksOf(page)
      .map((link) => link.split('#')[0] ?? '')
      .filter((path) => path !== '' && !isPacked(join(dirname(page), path)))
      .map((path) => `${page}: ${path}`),
  );
  expect(dead).toEqual([]);
});
