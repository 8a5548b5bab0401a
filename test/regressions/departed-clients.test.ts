import { connect as connectTcp } from 'node:net';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { connect, KEY, startQuiet } from '../unit/realtime/support/start.js';
import { form, serve, videoBlob, type Served } from '../unit/http/support/serve.js';
import { until } from '../support/patience.js';

const key = 'dct_left';
const headers = { 'x-api-key': key };

/** Waits until the account's clock has a timer of this name, or no timer. */
const pending = async ({ mock }: Served, labels: readonly string[]): Promise<void> =>
  until(() => expect(mock.account(key).clock.pending.map(({ label }) => label)).toEqual(labels));

test('a delayed request whose client disconnects frees its upload and its timer', async () => {
  await using served = await serve({ limits: { spillBytes: 1 }, render: 'echo' });
  const { mock } = served;
  mock.account(key).rules.add({ operation: 'jobs.submit', effect: { type: 'delay', ms: 60_000 } });
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
  served.mock.account(key).rules.add({ operation: 'jwks', effect: { type: 'slow', bytesPerSecond: 10 } });
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
    account.rules.add({ operation: 'realtime.connect', effect: { type: 'delay', ms: 60_000 } });
    const timers = (): unknown => account.clock.pending.map(({ label }) => label);
    const socket = connectTcp(Number(new URL(mock.url).port), '127.0.0.1');
    socket.write(
      `GET /v1/stream?api_key=${KEY}&model=lucy-2.1 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\n` +
        'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n',
    );
    await until(() => expect(timers()).toEqual(['delayed connect']));
    const closed = once(socket, 'close');
    if (how === 'ends') socket.resume().end();
    else socket.resetAndDestroy();
    await until(() => expect(timers()).toEqual([]));
    await closed;
    const [entry] = account.journal.find({ operation: 'realtime.connect' });
    expect(entry).toMatchObject({ detail: { note: expect.stringMatching(/disconnected/) as string } });
    expect(account.sessions()).toEqual([]);
  },
);

test('a delayed realtime connection whose client waits becomes a session', async () => {
  await using mock = await startQuiet();
  const account = mock.account(KEY);
  account.rules.add({ operation: 'realtime.connect', effect: { type: 'delay', ms: 60_000 } });
  const opening = connect(mock);
  await until(() => expect(account.clock.pending).toHaveLength(1));
  await account.clock.advance('1m');
  await using client = await opening;
  client.send({ type: 'livekit_join', passthrough: true });
  await client.next('generation_started');
});
