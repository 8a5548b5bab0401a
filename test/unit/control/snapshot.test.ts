import { expect, test } from 'vitest';
import { createMock, type Mock, type MockOptions } from '../../../src/index.js';
import { clientOf, controlOf } from './support.js';

const options: MockOptions = { seed: 'snapshot', clock: 'manual', now: '2026-10-01', workers: 1 };

/** A bit of everything. */
async function live(mock: Mock, key: string): Promise<{ job: unknown; file: unknown; token: string }> {
  const client = clientOf(mock.fetch, key);
  const control = controlOf(mock.fetch, key);
  await control('PUT', '/credits', { balance: 500, autoTopUp: null });
  await control('POST', '/rules', {
    operation: 'quota.get',
    when: { nth: 3 },
    effect: { type: 'error', code: 'at_capacity' },
  });
  await client.quota();
  const job = (await client.submit('lucy-2.1', 'before')).body['job_id'];
  const file = (await client.upload()).body['id'];
  const token = String((await client.token({ expiresIn: 3600 })).body['apiKey']);
  await control('POST', '/clock/advance', { by: '1s' });
  return { job, file, token };
}

/** What comes after, as a client and a test see it. */
async function goOn(mock: Mock, key: string, job: unknown) {
  const client = clientOf(mock.fetch, key);
  const control = controlOf(mock.fetch, key);
  const seen = [await client.quota(), await client.quota(), await client.status(job)];
  const next = await client.submit('lucy-2.5', 'after');
  const file = await client.upload();
  await control('POST', '/clock/advance', { by: '60s' });
  seen.push(next, file, await client.status(next.body['job_id']));
  const content = await client.content(job);
  const journal = (await control('GET', '/journal')).body;
  const credits = (await control('GET', '/credits')).body as Record<string, unknown>;
  const rules = (await control('GET', '/rules')).body;
  return {
    seen,
    content,
    journal,
    rules,
    balance: credits['balance'],
    now: (await control('GET', '/clock')).body,
  };
}

test('a loaded account continues like the saved one, after a restart', async () => {
  await using mock = createMock(options);
  const { job, file, token } = await live(mock, 'dct_saved');
  const { body: saved } = await controlOf(mock.fetch, 'dct_saved')('GET', '/snapshot');
  const text = JSON.stringify(saved);

  await using restarted = createMock({ seed: 'another', clock: 'real' });
  const control = controlOf(restarted.fetch, 'dct_saved');
  expect((await control('PUT', '/snapshot', text)).body).toEqual({
    loaded: 1,
    now: '2026-10-01T00:00:01.000Z',
  });
  expect((await clientOf(restarted.fetch, token).quota(token)).status).toBe(200);
  await controlOf(restarted.fetch, 'dct_saved')('PUT', '/snapshot', text);
  const same = await goOn(mock, 'dct_saved', job);
  expect(await goOn(restarted, 'dct_saved', job)).toEqual(same);
  expect(same.seen.map(({ status }) => status)).toEqual([200, 503, 200, 200, 200, 200]);

  const files = await restarted.account('dct_saved').files();
  expect(files[0]).toMatchObject({ id: file, mime: 'video/mp4', filename: 'input.mp4' });
});

test('it loads into another account, with new client tokens', async () => {
  await using mock = createMock(options);
  const { job, token } = await live(mock, 'dct_saved');
  const { body: saved } = await controlOf(mock.fetch, 'dct_saved')('GET', '/snapshot');
  for (const key of ['dct_copy_1', 'dct_copy_2']) await controlOf(mock.fetch, key)('PUT', '/snapshot', saved);
  const [first, second] = [await goOn(mock, 'dct_copy_1', job), await goOn(mock, 'dct_copy_2', job)];
  expect(second).toEqual(first);
  expect(await goOn(mock, 'dct_saved', job)).toEqual(first);
  const [copied] = await mock.account('dct_copy_1').tokens();
  expect(copied?.apiKey).not.toBe(token);
  expect((await clientOf(mock.fetch, 'dct_copy_1').quota(copied?.apiKey)).status).toBe(200);
  expect((await clientOf(mock.fetch, 'dct_copy_1').quota(copied?.jwt)).status).toBe(200);
  const { body } = await controlOf(mock.fetch, copied?.apiKey ?? '')(
    'GET',
    '/journal/count?operation=quota.get',
  );
  expect(body).toEqual({ count: 5 });
});

test('loading leaves the credits of other accounts alone', async () => {
  await using mock = createMock({
    ...options,
    keys: { dct_a: { organisation: 'acme' }, dct_b: { organisation: 'acme' } },
  });
  await live(mock, 'dct_saved');
  const saved = await mock.account('dct_saved').save();
  await mock.account('dct_a').load(saved);
  expect((await mock.account('dct_a').credits.get()).balance).toBe(500);
  expect((await mock.account('dct_b').credits.get()).balance).toBe(1000);
});

test.each([
  [{}, 'format: '],
  [null, 'Not a valid snapshot: '],
  [{ format: 'decart-mock/snapshot', version: 2 }, 'version: '],
])('%j is not a snapshot', async (body, message) => {
  await using mock = createMock(options);
  const client = clientOf(mock.fetch, 'dct_bad');
  const { body: before } = await client.submit();
  expect(await controlOf(mock.fetch, 'dct_bad')('PUT', '/snapshot', body)).toMatchObject({
    status: 400,
    body: { error: { code: 'bad_snapshot', message: expect.stringContaining(message) as string } },
  });
  expect((await client.status(before['job_id'])).status).toBe(200);
});

test('an invalid part is named by its path', async () => {
  await using mock = createMock(options);
  await live(mock, 'dct_saved');
  const saved = structuredClone(await mock.account('dct_saved').save());
  const rule = saved.rules.rules[0] as { operation: string };
  rule.operation = 'quota.got';
  await expect(mock.account('dct_saved').load(saved)).rejects.toThrow(
    'Not a valid snapshot: rules.rules[0]: There is no operation "quota.got"; did you mean "quota.get"?',
  );
});

test('permitted models that are none are refused, as by the control API', async () => {
  await using mock = createMock(options);
  await live(mock, 'dct_saved');
  const saved = structuredClone(await mock.account('dct_saved').save());
  if (saved.permissions) saved.permissions.allowedModels = ['lucy-2.5', 'zzz'];
  await expect(mock.account('dct_saved').load(saved)).rejects.toThrow(
    'Not a valid snapshot: permissions.allowedModels[1]: "zzz" is no model on any date',
  );
});

test('uploads beyond the limit are refused', async () => {
  await using mock = createMock({ ...options, limits: { snapshotBytes: 1_000 } });
  await clientOf(mock.fetch, 'dct_big').upload();
  expect(await controlOf(mock.fetch, 'dct_big')('GET', '/snapshot')).toMatchObject({
    status: 413,
    body: {
      error: { code: 'too_large', message: expect.stringMatching(/more than the 1000 allowed/) as string },
    },
  });
});
