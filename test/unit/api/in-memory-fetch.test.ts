import { createDecartClient, models } from 'sdk-0.1.20';
import { expect, test, vi } from 'vitest';
import { createMock } from '../../../src/index.js';
import { clientOf, clip } from '../control/support.js';

const key = 'dct_in_memory';
const headers = { 'x-api-key': key };
const mocked = () => createMock({ seed: 'in-memory', clock: 'auto' });

test('an unmodified SDK runs a job without a port', async () => {
  await using mock = mocked();
  vi.stubGlobal('fetch', mock.fetch);
  try {
    const client = createDecartClient({ apiKey: key, baseUrl: 'https://api.decart.ai' });
    const data = new Blob([clip], { type: 'video/mp4' });
    const result = await client.queue.submitAndPoll({
      model: models.video('lucy-2.1'),
      prompt: 'a robot',
      data,
    });
    if (result.status !== 'completed') throw new Error(`The job ended ${result.status}.`);
    const head = new Uint8Array(await result.data.arrayBuffer()).subarray(4, 8);
    expect(new TextDecoder().decode(head)).toBe('ftyp');
  } finally {
    vi.unstubAllGlobals();
  }
});

test('a body of known length, a stream and no body arrive whole', async () => {
  await using mock = mocked();
  const form = new FormData();
  form.set('file', new Blob([clip]), 'x.mp4');
  const encoded = new Request('https://api.decart.ai/v1/files', { method: 'POST', headers, body: form });
  const type = encoded.headers.get('content-type') ?? '';
  const stream = new Request('https://api.decart.ai/v1/files', {
    method: 'POST',
    headers: { ...headers, 'content-type': type },
    body: encoded.body,
    duplex: 'half',
  } as RequestInit);
  expect(await (await mock.fetch(stream)).json()).toMatchObject({ size_bytes: clip.byteLength });
  expect((await clientOf(mock.fetch, key).upload()).body).toMatchObject({ size_bytes: clip.byteLength });
  expect((await mock.fetch('/v1/client/tokens', { method: 'POST', headers })).status).toBe(200);
});

test('answers keep their status, headers and emptiness', async () => {
  await using mock = mocked();
  const { body } = await clientOf(mock.fetch, key).upload();
  const path = `/v1/files/${String(body['id'])}`;
  const removed = await mock.fetch(path, { method: 'DELETE', headers });
  expect([removed.status, removed.body]).toEqual([204, null]);
  const head = await mock.fetch('/v1/realtime/quota', { method: 'HEAD', headers });
  expect([head.status, await head.text()]).toEqual([200, '']);
  const refused = await mock.fetch('/v1/realtime/quota', { method: 'POST', headers });
  expect([refused.status, refused.statusText, refused.headers.get('allow')]).toEqual([
    405,
    'Method Not Allowed',
    'GET, HEAD, OPTIONS',
  ]);
});

test('faults look as on a network', async () => {
  await using mock = mocked();
  const { rules } = mock.account(key);
  const quota = () => mock.fetch('/v1/realtime/quota', { headers });
  await rules.add({ operation: 'quota.get', when: { nth: 1 }, effect: { type: 'reset' } });
  await rules.add({ operation: 'quota.get', when: { nth: 2 }, effect: { type: 'truncate', bytes: 5 } });
  await rules.add({ operation: 'quota.get', when: { nth: 3 }, effect: { type: 'reset', afterBytes: 5 } });
  await expect(quota()).rejects.toThrow('fetch failed');
  for (const answer of [await quota(), await quota()]) {
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow();
  }
  expect((await quota()).status).toBe(200);
});

test('an abort rejects with its reason', async () => {
  await using mock = mocked();
  await mock.account(key).rules.add({ operation: 'quota.get', effect: { type: 'no-response' } });
  const controller = new AbortController();
  const hanging = mock.fetch('/v1/realtime/quota', { headers, signal: controller.signal });
  await mock.account(key).journal.waitForCount({ operation: 'quota.get' }, 1);
  controller.abort();
  await expect(hanging).rejects.toMatchObject({ name: 'AbortError' });
  await expect(mock.fetch('/', { signal: AbortSignal.abort() })).rejects.toMatchObject({
    name: 'AbortError',
  });
});

test('it keeps working on the same state once the mock listens', async () => {
  const mock = mocked();
  const { body } = await clientOf(mock.fetch, key).submit();
  await using running = await mock.listen();
  const answer = await fetch(`${running.url}/v1/jobs/${String(body['job_id'])}`, { headers });
  expect(answer.status).toBe(200);
  expect((await mock.fetch('/v1/realtime/quota', { headers })).status).toBe(200);
});
