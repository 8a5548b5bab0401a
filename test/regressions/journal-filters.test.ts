import { expect, test } from 'vitest';
import { createMock } from '../../src/index.js';
import type { JournalFilter } from '../../src/world/journal/journal.js';

test.each<[object, string]>([
  [{ operation: 'quota.gt' }, 'no operation "quota.gt"; did you mean "quota.get"?'],
  [{ operation: 'jobz.*' }, 'no operation "jobz.*"; expected one of: tokens.create, '],
  [{ opration: 'quota.get' }, 'A filter has no "opration"; did you mean "operation"?'],
  [{ error: 'at_capcity' }, 'no error "at_capcity"; did you mean "at_capacity"?'],
  [{ kind: 'htpp' }, 'no kind "htpp"; did you mean "http"?'],
  [{ method: 'get' }, 'no method "get"; did you mean "GET"?'],
  [{ status: '200' }, '"status" of a filter is a whole number, not "200"'],
  [{ jobId: 7 }, '"jobId" of a filter is text, not 7'],
])('the filter %j counted 0, whatever there was', async (bad, told) => {
  await using mock = createMock();
  const { journal } = mock.account();
  await mock.fetch('/v1/realtime/quota', { headers: { 'x-api-key': mock.key } });
  const filter = bad as JournalFilter;
  expect(() => journal.count(filter)).toThrow(told);
  expect(() => journal.find(filter)).toThrow(told);
  await expect(journal.waitForCount(filter, 1)).rejects.toThrow(told);
});

test.each<[JournalFilter | { status: undefined }, number]>([
  [{ operation: 'quota.*' }, 1],
  [{ operation: '*', kind: 'http', method: 'GET' }, 2],
  [{ operation: 'key', kind: 'world' }, 1],
  [{ error: 'not_found', operation: 'unserved' }, 1],
  [{ status: undefined }, 3],
])('the filter %j is one', async (filter, count) => {
  await using mock = createMock({ onWarning: () => undefined });
  const { journal } = mock.account('dct_fial');
  for (const path of ['/v1/realtime/quota', '/nowhere'])
    await mock.fetch(path, { headers: { 'x-api-key': 'dct_fial' } });
  expect(journal.count(filter as JournalFilter)).toBe(count);
});

test('over HTTP too, before it waits', async () => {
  await using mock = createMock();
  const ask = async (path: string): Promise<unknown> => {
    const answer = await mock.fetch(`/_mock/journal${path}`, { headers: { 'x-api-key': mock.key } });
    return [answer.status, ((await answer.json()) as { error?: { message: string } }).error?.message];
  };
  const told = 'There is no operation "jobs.submt"; did you mean "jobs.submit"?';
  for (const path of ['', '/count', '/wait'])
    expect(await ask(`${path}?operation=jobs.submt`)).toEqual([400, told]);
  expect(await ask('/count?opration=jobs.submit')).toEqual([
    400,
    'The query of GET /_mock/journal/count does not fit: Unrecognized key: "opration"; did you mean "operation"?',
  ]);
});
