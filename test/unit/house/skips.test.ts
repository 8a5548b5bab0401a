import { expect, test, vi } from 'vitest';
import { reportSkip } from '../../support/report-skip.js';
import { silentSkips } from './silent-skips.js';
import { filesBelow, read } from './sources.js';

test('every skipped test prints its reason', () => {
  const files = filesBelow(['test'], /\.ts$/);
  expect(files.length).toBeGreaterThan(200);
  expect(files.flatMap((path) => silentSkips(path, read(path)))).toEqual([]);
});

test.each([
  'test.skip("a", () => {});',
  'test.skipIf(missing !== undefined)("a", () => {});',
  'describe.skipIf(!executable)("a", () => {});',
  'it.concurrent.skipIf(noBrowser())("a", () => {});',
  'describe.runIf(has)("a", () => {});',
  'const { skipped } = { skipped: test.skip };',
  'test.todo("a");',
  'test("a", { skip: true }, () => {});',
  'test("a", ({ skip }) => skip());',
  'test("a", (context) => context.skip());',
])('a silent skip is found: %s', (code) => {
  expect(silentSkips('a.test.ts', code)).toHaveLength(1);
});

test.each([
  'test.skipIf(reportSkip(noBrowser()))("a", () => {});',
  'test("a", ({ skip }) => { if (noCodecs) skip(noCodecs); });',
  'ack("missing", { skip: true });',
])('a skip with a reason, or none, is allowed: %s', (code) => {
  expect(silentSkips('a.test.ts', code)).toEqual([]);
});

test('a reason is printed once, and skips', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  try {
    expect([reportSkip('no moon'), reportSkip('no moon'), reportSkip(undefined)]).toEqual([
      true,
      true,
      false,
    ]);
    expect(warn.mock.calls).toEqual([['Skipped: no moon.']]);
  } finally {
    warn.mockRestore();
  }
});

test('no script has a comment that disables a rule', () => {
  const scripts = filesBelow(['src', 'conformance', 'scripts', 'test', 'bench', 'examples'], /\.m?js$/);
  // The benchmarks install their peers below bench/.
  const ours = scripts.filter((path) => !path.includes('node_modules'));
  expect(ours.length).toBeGreaterThan(10);
  expect(ours.filter((path) => read(path).includes('eslint-disable'))).toEqual([]);
});
