import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { matches, select, UsageError } from '../../../conformance/engine/filter.js';
import { serverCases } from '../../../conformance/suites/server/index.js';

describe('patterns', () => {
  test.each([
    ['queue.poll/life-of-a-job', true],
    ['queue.**', true],
    ['queue.*/*', true],
    ['*.poll/life*', true],
    ['**/life-of-a-job', true],
    ['queue.*', false],
    ['queue.poll/life', false],
    ['que.**', false],
  ])('%s fits queue.poll/life-of-a-job: %s', (pattern, fits) => {
    expect(matches(pattern, 'queue.poll/life-of-a-job')).toBe(fits);
  });
});

describe('select', () => {
  const ids = (selection: Parameters<typeof select>[1]) => select(serverCases, selection).map(({ id }) => id);

  test('one id runs one case', () => {
    expect(ids({ filter: ['queue.poll/life-of-a-job'] })).toEqual(['queue.poll/life-of-a-job']);
  });

  test('by requirement', () => {
    expect(ids({ requirementIds: ['QUE-17'] })).toEqual(['queue.timeout/ten-minutes']);
  });

  test('patterns from a file, comments left out', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'kit-')), 'patterns');
    writeFileSync(file, '# slow ones\nqueue.timeout/*\n\nfiles.expiry/gone # clock\n');
    expect(ids({ filter: [`@${file}`] })).toEqual(['files.expiry/gone', 'queue.timeout/ten-minutes']);
  });

  test.each([
    [{ filter: ['queue.pol/life-of-a-job'] }, /"queue.poll\/life-of-a-job"/],
    [{ tags: ['read-onyl'] }, /"read-only"/],
    [{ requirementIds: ['QUE-99'] }, /matches nothing/],
    [{ requirementIds: ['que-17'] }, /"QUE-17"/],
    [{ filter: ['@there/is/none.txt'] }, /none\.txt: the file does not exist\.$/],
  ])('%o matches nothing, and the nearest name is suggested', (selection, message) => {
    expect(() => select(serverCases, selection)).toThrow(UsageError);
    expect(() => select(serverCases, selection)).toThrow(message);
  });

  test.each(['nope.**', '**/nope', 'zzz'])('%s is near no name, so none is suggested', (pattern) => {
    expect(() => select(serverCases, { filter: [pattern] })).toThrow(/matches nothing\.$/);
  });
});
