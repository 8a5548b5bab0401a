import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { createMock, startMock } from '../../../src/index.js';
import { at, clientOf, controlOf } from '../control/support.js';

/** What a test of an app wants most, without waiting for any of it. */

test('a hung job fails after exactly 600 virtual seconds', async () => {
  await using mock = await startMock({ clock: 'manual' });
  const client = clientOf(at(mock), mock.key);
  const { clock } = mock.account();
  const { body } = await client.submit('lucy-2.1', 'a robot [mock:hang]');
  const status = async () => (await client.status(body['job_id'])).body['status'];
  expect(await status()).toBe('pending');
  await clock.advance('300ms');
  expect(await status()).toBe('processing');
  await clock.advance(599_999 - 300);
  expect(await status()).toBe('processing');
  await clock.advance(1);
  expect(await status()).toBe('failed');
  expect((await client.content(body['job_id'])).status).not.toBe(200);
});

test('a token expires', async () => {
  await using mock = await startMock({ clock: 'manual' });
  const client = clientOf(at(mock), mock.key);
  const { clock } = mock.account();
  const { body } = await client.token({ expiresIn: 120 });
  for (const credential of [String(body['apiKey']), String(body['token'])])
    expect((await client.quota(credential)).status).toBe(200);
  await clock.advance('119.999s');
  expect((await client.quota(String(body['apiKey']))).status).toBe(200);
  await clock.advance(1);
  for (const credential of [String(body['apiKey']), String(body['token'])])
    expect(await client.quota(credential)).toEqual({
      status: 401,
      body: { detail: 'Invalid or expired API key' },
    });
});

test('a model retires under a polling client', async () => {
  await using mock = await startMock({ clock: 'manual', now: '2026-06-28T23:59:00Z' });
  const client = clientOf(at(mock), mock.key);
  const { clock } = mock.account();
  const { status, body } = await client.submit('lucy-2.1-vton', 'a jacket [mock:processing=90s]');
  expect(status).toBe(200);
  await clock.advanceTo('2026-06-28T23:59:59.999Z');
  expect((await client.status(body['job_id'])).body['status']).toBe('processing');
  expect((await client.submit('lucy-2.1-vton')).status).toBe(200);
  await clock.advance(1);
  expect(await client.submit('lucy-2.1-vton')).toMatchObject({
    status: 410,
    body: { model: 'lucy-2.1-vton' },
  });
  // What was submitted in time is still made.
  await clock.advance('1m');
  expect((await client.status(body['job_id'])).body['status']).toBe('completed');
  expect((await client.content(body['job_id'])).status).toBe(200);
});

/** A run with a bit of everything, and all that can be seen of it. */
async function run(seed: string) {
  await using mock = await startMock({ seed, clock: 'manual', now: '2026-10-01', workers: 2 });
  const client = clientOf(at(mock), mock.key);
  const control = controlOf(at(mock), mock.key, mock.url);
  await control('POST', '/rules', [
    {
      operation: 'jobs.submit',
      effect: { type: 'plan', processing: { lognormal: { median: 2_000, sigma: 0.5 } } },
    },
    { operation: 'jobs.status', when: { probability: 0.5 }, effect: { type: 'error', code: 'at_capacity' } },
  ]);
  const token = (await client.token({ expiresIn: 60 })).body;
  const file = (await client.upload()).body;
  const jobs = [await client.submit(), await client.submit('lucy-2.5', 'two'), await client.submit()];
  const ids = jobs.map(({ body }) => body['job_id']);
  const polled: unknown[] = [];
  for (let poll = 0; poll < 8; poll++) {
    await control('POST', '/clock/advance', { by: '500ms' });
    for (const id of ids) polled.push(await client.status(id));
  }
  await control('POST', '/clock/advance', { by: '1m' });
  const media = await Promise.all(
    ids.map(async (id) =>
      createHash('sha256')
        .update((await client.content(id)).bytes)
        .digest('hex'),
    ),
  );
  const journal = (await control('GET', '/journal')).body;
  const ledger = (await control('GET', '/credits/ledger')).body;
  return { token, file, jobs, polled, media, journal, ledger };
}

test('the same seed twice: the same journal, ids and media bytes', async () => {
  const [first, second, other] = [await run('same'), await run('same'), await run('other')];
  expect(second).toEqual(first);
  expect(JSON.stringify(second)).toBe(JSON.stringify(first));
  expect(new Set(first.media).size).toBe(3);
  expect(other.media).not.toEqual(first.media);
  expect(other.jobs).not.toEqual(first.jobs);
  expect(other.polled).not.toEqual(first.polled);
});

test('ten thousand virtual days pass at once', async () => {
  await using mock = createMock({ clock: 'manual', now: '2026-10-01' });
  const { clock } = mock.account();
  await clock.advance('10000d');
  expect((await clock.get()).now).toBe('2054-02-16T00:00:00.000Z');
});
