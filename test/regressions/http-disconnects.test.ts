import { once } from 'node:events';
import { expect, test } from 'vitest';
import { form, serve, type Served, videoBlob } from '../unit/http/support/serve.js';
import { head, Wire } from '../unit/http/support/wire.js';
import { connect, EMPTY_STATE, KEY, startQuiet } from '../unit/realtime/support/start.js';
import { until } from '../support/patience.js';
import { dial, post } from './support.js';

const key = 'dct_left';
const headers = { 'x-api-key': key };

/** Waits until the account's clock has a timer of this name, or no timer. */
const pending = async ({ mock }: Served, labels: readonly string[]): Promise<void> =>
  until(async () =>
    expect((await mock.account(key).clock.get()).pending.map(({ label }) => label)).toEqual(labels),
  );

test('a delayed request whose client disconnects frees its upload and its timer', async () => {
  await using served = await serve({ limits: { spillBytes: 1 }, render: 'echo' });
  const { mock } = served;
  await mock.account(key).rules.add({ operation: 'jobs.submit', effect: { type: 'delay', ms: 60_000 } });
  const client = new AbortController();
  const { signal } = client;
  const body = form({ data: videoBlob });
  const sent = fetch(`${mock.url}/v1/jobs/lucy-2.5`, { method: 'POST', headers, body, signal });
  await pending(served, ['delayed jobs.submit']);
  expect(mock.server.blobs.usage.diskBytes).toBeGreaterThan(0);

  client.abort();
  await expect(sent).rejects.toThrow();
  await pending(served, []);
  await until(() => expect(mock.server.blobs.usage).toEqual({ memoryBytes: 0, diskBytes: 0 }));
  const [entry] = await mock.account(key).journal.waitForCount({ operation: 'jobs.submit' }, 1);
  expect(entry).toMatchObject({
    status: 499,
    detail: { note: expect.stringMatching(/disconnected/) as string },
  });
  expect(await mock.account(key).jobs()).toEqual([]);
  expect(served.defects).toEqual([]);
});

test('a slow answer whose client disconnects frees its timer', async () => {
  await using served = await serve();
  await served.mock
    .account(key)
    .rules.add({ operation: 'jwks', effect: { type: 'slow', bytesPerSecond: 10 } });
  const client = new AbortController();
  const answer = await fetch(`${served.mock.url}/.well-known/jwks.json`, { headers, signal: client.signal });
  await pending(served, ['slow body']);
  client.abort();
  await expect(answer.text()).rejects.toThrow();
  await pending(served, []);
});

test.each(['ends', 'resets'])(
  'a delayed realtime connection whose client %s frees its socket and its timer',
  async (how) => {
    await using mock = await startQuiet();
    const account = mock.account(KEY);
    await account.rules.add({ operation: 'realtime.connect', effect: { type: 'delay', ms: 60_000 } });
    const timers = async (): Promise<unknown> =>
      (await account.clock.get()).pending.map(({ label }) => label);
    const socket = dial(mock);
    socket.write(
      `GET /v1/stream?api_key=${KEY}&model=lucy-2.1 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\n` +
        'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n',
    );
    await until(async () => expect(await timers()).toEqual(['delayed connect']));
    const closed = once(socket, 'close');
    if (how === 'ends') socket.resume().end();
    else socket.resetAndDestroy();
    await until(async () => expect(await timers()).toEqual([]));
    await closed;
    const [entry] = await account.journal.find({ operation: 'realtime.connect' });
    expect(entry).toMatchObject({ detail: { note: expect.stringMatching(/disconnected/) as string } });
    expect(await account.sessions()).toEqual([]);
  },
);

test('a delayed realtime connection whose client waits becomes a session', async () => {
  await using mock = await startQuiet();
  const account = mock.account(KEY);
  await account.rules.add({ operation: 'realtime.connect', effect: { type: 'delay', ms: 60_000 } });
  const opening = connect(mock);
  await until(async () => expect((await account.clock.get()).pending).toHaveLength(1));
  await account.clock.advance('1m');
  await using client = await opening;
  client.send({ type: 'livekit_join', initial_state: EMPTY_STATE });
  await client.next('generation_started');
});

test('a client that disconnects amid JSON, or before a delayed answer, is no defect', async () => {
  await using served = await serve();
  const account = served.mock.account('dct_wire');
  const submitted = await post(
    served.mock.url,
    '/v1/jobs/lucy-2.5',
    form({ data: videoBlob, prompt: '[mock:instant]' }),
    'dct_wire',
  );
  const { job_id } = (await submitted.json()) as { job_id: string };
  await account.rules.add({ operation: 'jobs.content', effect: { type: 'delay', ms: 1_000 } });
  const early = await Wire.open(served.mock.url);
  await early.write(head('POST', '/v1/client/tokens', { 'Content-Length': 100 }) + '{');
  early.socket.resetAndDestroy();
  const late = await Wire.open(served.mock.url);
  await late.write(head('GET', `/v1/jobs/${job_id}/content`));
  await expect.poll(async () => (await account.clock.get()).pending.length).toBe(1);
  late.socket.resetAndDestroy();
  await new Promise((resolve) => setImmediate(resolve));
  await account.clock.advance('1s');
  await account.journal.waitForCount({ operation: 'jobs.content' }, 1);
  await account.journal.waitForCount({ operation: 'tokens.create', status: 400 }, 1);
  await served.expectClean();
});
