import { expect, test } from 'vitest';
import { createMock } from '../../../src/index.js';
import { clientOf, controlOf } from './support.js';

const mocked = () =>
  createMock({ seed: 'journal', clock: 'manual', now: '2026-10-01', limits: { journalBodyBytes: 200 } });

test('entries are found by their fields', async () => {
  await using mock = mocked();
  const control = controlOf(mock.fetch, 'dct_find');
  const client = clientOf(mock.fetch, 'dct_find');
  const { body } = await client.submit('lucy-2.5');
  await client.status(body['job_id']);
  await client.status('nobody');
  const ops = async (query: string): Promise<string[]> => {
    const found = (await control('GET', `/journal?${query}`)).body as { entries: { operation: string }[] };
    return found.entries.map(({ operation }) => operation);
  };
  expect(await ops('')).toEqual(['jobs.submit', 'jobs.status', 'jobs.status']);
  expect(await ops('operation=jobs.sub*')).toEqual(['jobs.submit']);
  expect(await ops('method=GET')).toHaveLength(2);
  expect(await ops('status=404')).toEqual(['jobs.status']);
  expect(await ops('error=job_not_found')).toHaveLength(1);
  expect(await ops('model=lucy-2.5')).toEqual(['jobs.submit', 'jobs.status']);
  expect(await ops(`jobId=${String(body['job_id'])}`)).toHaveLength(2);
  expect(await ops('afterSeq=2')).toHaveLength(1);
  expect(await ops('path=/v1/jobs/*&kind=http&limit=1')).toEqual(['jobs.status']);
  expect((await control('GET', '/journal/count?operation=jobs.status')).body).toEqual({ count: 2 });
});

test('a misspelt filter is refused, not ignored', async () => {
  await using mock = mocked();
  expect(await controlOf(mock.fetch, 'dct_filter')('GET', '/journal?opration=jobs.submit')).toMatchObject({
    status: 400,
    body: { error: { code: 'bad_input', message: expect.stringContaining('opration') as string } },
  });
});

test('a wait ends with the entry it waits for', async () => {
  await using mock = mocked();
  const control = controlOf(mock.fetch, 'dct_wait');
  const waiting = control('GET', '/journal/wait?operation=quota.get&count=2&timeoutMs=10000');
  await clientOf(mock.fetch, 'dct_wait').quota();
  await clientOf(mock.fetch, 'dct_wait').quota();
  expect(await waiting).toMatchObject({ status: 200, body: { count: 2, entries: [{ seq: 1 }, { seq: 2 }] } });
});

test('a wait that times out lists what was received', async () => {
  await using mock = mocked();
  await clientOf(mock.fetch, 'dct_vain').quota();
  const answer = await controlOf(mock.fetch, 'dct_vain')(
    'GET',
    '/journal/wait?operation=jobs.submit&timeoutMs=20',
  );
  expect(answer).toMatchObject({
    status: 408,
    body: {
      error: {
        code: 'wait_timed_out',
        message:
          'Waited 20 ms for 1 journal entries matching {"operation":"jobs.submit"}, saw 0. The last 1 of 1 entries: 1 quota.get 200.',
      },
    },
  });
});

test('requests to the control API are not journalled', async () => {
  await using mock = mocked();
  const control = controlOf(mock.fetch, 'dct_quiet');
  await control('GET', '/state');
  await control('PUT', '/credits', { balance: 1 });
  expect((await control('GET', '/journal')).body).toEqual({ count: 0, entries: [] });
});

test('secrets are redacted and long bodies truncated', async () => {
  await using mock = mocked();
  const control = controlOf(mock.fetch, 'dct_secret');
  const client = clientOf(mock.fetch, 'dct_secret');
  const { body } = await client.token({ metadata: { password: 'hunter2', note: 'dct_somebody_elses' } });
  await client.submit('lucy-2.1', 'x'.repeat(900));
  const text = JSON.stringify((await control('GET', '/journal')).body);
  for (const secret of [String(body['apiKey']), String(body['token']), 'hunter2', 'dct_'])
    expect(text).not.toContain(secret);
  expect(text).toContain('[redacted]');
  expect(text).toMatch(/x{50,200}\[cut\]/);
});

test('clearing it keeps the numbering', async () => {
  await using mock = mocked();
  const control = controlOf(mock.fetch, 'dct_clear');
  await clientOf(mock.fetch, 'dct_clear').quota();
  expect((await control('DELETE', '/journal')).body).toEqual({ removed: 1 });
  await clientOf(mock.fetch, 'dct_clear').quota();
  expect((await control('GET', '/journal')).body).toMatchObject({ entries: [{ seq: 2 }] });
});
