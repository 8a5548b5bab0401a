import { expect, test } from 'vitest';
import { form, serve, videoBlob } from '../unit/http/support/serve.js';

const key = { 'x-api-key': 'dct_r' };

test('the token service told of a bad key in the words of the other services', async () => {
  await using served = await serve();
  const response = await fetch(`${served.mock.url}/v1/client/tokens`, {
    method: 'POST',
    headers: { 'x-api-key': 'dct_invalid' },
  });
  expect(await response.json()).toEqual({ error: 'Invalid or expired API key' });
});

test('a client token whose signature does not fit came to life as an account of its own', async () => {
  await using served = await serve();
  const minted = await fetch(`${served.mock.url}/v1/client/tokens`, { method: 'POST', headers: key });
  const { token } = (await minted.json()) as { token: string };
  const [header = '', payload = '', signature = ''] = token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
  const forged = Buffer.from(JSON.stringify({ ...claims, jti: 'ek_00000000000' })).toString('base64url');
  for (const bad of [`${header}.${forged}.${signature}`, `${header}.${payload}.${signature.slice(2)}AA`]) {
    const answer = await fetch(`${served.mock.url}/v1/realtime/quota`, { headers: { 'x-api-key': bad } });
    expect(answer.status).toBe(401);
  }
});

test('the 405 of a submit did not say what is allowed', async () => {
  await using served = await serve();
  const response = await fetch(`${served.mock.url}/v1/jobs/lucy-99`, { method: 'POST', headers: key });
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET']);
});

test('a header in a rule that cannot be sent was taken, and broke the answer: 500', async () => {
  await using served = await serve();
  const effect = { type: 'respond', status: 200, headers: { 'a b': 'x' } };
  const response = await fetch(`${served.mock.url}/v1/realtime/quota`, {
    headers: { ...key, 'x-decart-mock': JSON.stringify(effect) },
  });
  expect(response.status).toBe(422);
  expect(served.defects).toEqual([]);
});

test('on the auto clock a poller that is slower than the job never saw "processing"', async () => {
  await using served = await serve({ clock: 'auto' });
  const account = served.mock.world.account('dct_r');
  const submitted = await fetch(`${served.mock.url}/v1/jobs/lucy-2.5`, {
    method: 'POST',
    headers: key,
    body: form({ data: videoBlob }),
  });
  const { job_id } = (await submitted.json()) as { job_id: string };
  const seen: string[] = [];
  // As the SDKs do: 0.5 s, and then every 1.5 s.
  for (const wait of [500, 1_500, 1_500]) {
    await account.clock.advance(wait);
    const status = await fetch(`${served.mock.url}/v1/jobs/${job_id}`, { headers: key });
    seen.push(((await status.json()) as { status: string }).status);
  }
  expect(seen).toEqual(['processing', 'completed', 'completed']);
});

test('a job that never found a worker kept one busy all the same', async () => {
  await using served = await serve({ workers: 1 });
  const submit = async (prompt: string): Promise<void> => {
    await fetch(`${served.mock.url}/v1/jobs/lucy-2.5`, {
      method: 'POST',
      headers: key,
      body: form({ data: videoBlob, prompt }),
    });
  };
  const account = served.mock.account('dct_r');
  await submit('[mock:hang]');
  await submit('never starts: the worker hangs until both time out');
  await account.clock.advance('599s');
  await submit('starts as soon as the worker is free');
  const jobs = await account.jobs();
  const begins = (index: number): number | undefined =>
    jobs[index]?.stages.find(({ status }) => status === 'processing')?.at;
  expect(begins(1)).toBeUndefined();
  expect(begins(2)).toBe((jobs[0]?.submittedAt ?? 0) + 600_000);
});
