import { expect, test } from 'vitest';
import { exceptions } from '../../../scripts/lint/exceptions.js';
import { brokenBy, reportsOf } from './broken-by.js';
import { harmless, planted, plantedAny } from './planted.js';

test.each(planted)('%s: %s refuses %j', async (file, rule, code) => {
  expect(await brokenBy(file, code)).toContain(rule);
});

test.each(plantedAny)('a type that is any fails the lint: %s', async (code) => {
  expect(await brokenBy('src/http/app.ts', code, true)).toContain('house/no-any-type');
});

test.each(harmless)('%s may contain %j', async (file, code) => {
  expect(await brokenBy(file, code)).toEqual([]);
});

test('an exception allows what it names and nothing else', async () => {
  const file = 'src/cli/signals.ts';
  expect(await brokenBy(file, 'process.hrtime();')).toEqual([]);
  expect(await brokenBy(file, 'process.uptime();')).toEqual(['house/clock-and-seed']);
});

test('every exception is needed', async () => {
  const unneeded = await Promise.all(
    exceptions.map(async ({ file, rule, allow = [''] }) => {
      const reports = await reportsOf(file, rule);
      return allow
        .filter((use) => !reports.some((message) => message.startsWith(use)))
        .map((use) => `${file}: ${rule} ${use}`);
    }),
  );
  expect(unneeded.flat()).toEqual([]);
});

test.each(['/* eslint-disable max-lines */', '/* eslint max-lines: off */'])(
  'no comment disables a rule: %s',
  async (comment) => {
    expect(await brokenBy('src/world/store.ts', comment + '\n'.repeat(400))).toContain('max-lines');
  },
);
