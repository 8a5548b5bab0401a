import { expect, test } from 'vitest';
import { createMock } from '../../src/index.js';
import type { JournalFilter } from '../../src/world/journal/journal.js';

test.each<[object, string]>([
  [{ operation: 'quota.gt' }, 'Unknown operation "quota.gt"; did you mean "quota.get"?'],
  [{ operation: 'jobz.*' }, 'Unknown operation "jobz.*"; expected one of: tokens.create, '],
  [{ opration: 'quota.get' }, 'A filter has no "opration"; did you mean "operation"?'],
  [{ error: 'at_capcity' }, 'Unknown error "at_capcity"; did you mean "at_capacity"?'],
  [{ kind: 'htpp' }, 'Unknown kind "htpp"; did you mean "http"?'],
  [{ method: 'get' }, 'Unknown method "get"; did you mean "GET"?'],
  [{ status: '200' }, '"status" of a filter must be a whole number, not "200"'],
  [{ jobId: 7 }, '"jobId" of a filter must be text, not 7'],
])('the filter %j, which can never match, is refused', async (bad, message) => {
  await using mock = createMock();
  const { journal } = mock.account();
  await mock.fetch('/v1/realtime/quota', { headers: { 'x-api-key': mock.key } });
  const filter = bad as JournalFilter;
  expect(() => journal.count(filter)).toThrow(message);
  expect(() => journal.find(filter)).toThrow(message);
  await expect(journal.waitForCount(filter, 1)).rejects.toThrow(message);
});

test.each<[JournalFilter | { status: undefined }, number]>([
  [{ operation: 'quota.*' }, 1],
  [{ operation: '*', kind: 'http', method: 'GET' }, 2],
  [{ operation: 'key', kind: 'world' }, 1],
  [{ error: 'not_found', operation: 'unserved' }, 1],
  [{ status: undefined }, 3],
])('the filter %j is valid', async (filter, count) => {
  await using mock = createMock({ onWarning: () => undefined });
  const { journal } = mock.account('dct_fial');
  for (const path of ['/v1/realtime/quota', '/nowhere'])
    await mock.fetch(path, { headers: { 'x-api-key': 'dct_fial' } });
  expect(journal.count(filter as JournalFilter)).toBe(count);
});

test('the same holds over HTTP, before a wait starts', async () => {
  await using mock = createMock();
  const ask = async (path: string): Promise<unknown> => {
    const answer = await mock.fetch(`/_mock/journal${path}`, { headers: { 'x-api-key': mock.key } });
    return [answer.status, ((await answer.json()) as { error?: { message: string } }).error?.message];
  };
  const message = 'Unknown operation "jobs.submt"; did you mean "jobs.submit"?';
  for (const path of ['', '/count', '/wait'])
    expect(await ask(`${path}?operation=jobs.submt`)).toEqual([400, message]);
  expect(await ask('/count?opration=jobs.submit')).toEqual([
    400,
    'The query of GET /_mock/journal/count is not valid: Unrecognized key: "opration"; did you mean "operation"?',
  ]);
});
