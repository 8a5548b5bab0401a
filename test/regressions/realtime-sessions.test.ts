import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { expect, test } from 'vitest';
import type { RunningMock } from '../../src/index.js';
import type { Effect } from '../../src/world/rules/effects/effect.js';
import { accountOf, connect, EMPTY_STATE, KEY, startQuiet } from '../unit/realtime/support/start.js';
import { dial } from './support.js';

/** Requests an upgrade over a plain connection; resolves with both its ends. */
async function knock(mock: RunningMock, path: string): Promise<{ client: Socket; server: Socket }> {
  const client = dial(mock);
  client.on('error', () => undefined);
  const arrived = once(mock.server.httpServer, 'upgrade') as Promise<[IncomingMessage, Socket]>;
  client.write(
    `GET ${path} HTTP/1.1\r\nhost: mock\r\nconnection: upgrade\r\nupgrade: websocket\r\n` +
      'sec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
  );
  return { client, server: (await arrived)[1] };
}

// Not `once`, which also listens for errors.
const gone = (server: Socket): Promise<void> =>
  new Promise((resolve) => (server.closed ? resolve() : server.on('close', () => resolve())));

// An error without a listener ends the process, and this run.
test('a client may reset while its rejected upgrade is answered', async () => {
  await using mock = await startQuiet();
  const body = 'x'.repeat(16 * 1024 * 1024);
  accountOf(mock).rules.add({
    operation: 'realtime.connect',
    effect: { type: 'respond', status: 503, body },
  });
  const { client, server } = await knock(mock, `/v1/stream?api_key=${KEY}&model=lucy-2.5`);
  await once(client, 'data');
  client.pause();
  client.resetAndDestroy();
  await gone(server);
  expect(server.errored).toMatchObject({ code: expect.stringMatching(/ECONNRESET|EPIPE/) as string });
});

test('a client may reset before realtime is loaded', async () => {
  await using mock = await startQuiet();
  const { client, server } = await knock(mock, '/nowhere');
  server.destroy(new Error('reset'));
  await gone(server);
  client.destroy();
  await using after = await connect(mock);
  after.send({ type: 'livekit_join', initial_state: EMPTY_STATE });
  await after.next('generation_started');
});

test('a client that disconnects from an unanswered upgrade is released', async () => {
  await using mock = await startQuiet();
  accountOf(mock).rules.add({ operation: 'realtime.connect', effect: { type: 'no-response' } });
  for (const leave of ['resetAndDestroy', 'end'] as const) {
    const { client, server } = await knock(mock, `/v1/stream?api_key=${KEY}&model=lucy-2.5`);
    client[leave]();
    await gone(server);
  }
});

test('an error while reading a frame is reported and closes that socket alone', async () => {
  const defects: unknown[] = [];
  await using mock = await startQuiet({ onDefect: (error) => defects.push(error) });
  // Bypasses the checks, which every added rule passes.
  const effect: Effect = { type: 'close', code: 1006 };
  const rule = { id: 'unchecked', operation: 'realtime.join', effect, matched: 0, fired: 0 } as const;
  accountOf(mock).rules.load({ named: 1, rules: [rule] });
  await using client = await connect(mock);
  client.send({ type: 'livekit_join', passthrough: true });
  expect(await client.closed).toEqual({ code: 1011, reason: 'Internal server error' });
  expect(defects).toHaveLength(1);
});

test('a rule may send a message of any shape', async () => {
  await using mock = await startQuiet();
  accountOf(mock).rules.add({
    operation: 'realtime.connect',
    effect: { type: 'message', message: { type: 7 } },
  });
  await using client = await connect(mock);
  await client.until('the message', () => client.messages.find(({ type }) => Number(type) === 7));
});

test('each join that arrives before the room is open gets room info', async () => {
  await using mock = await startQuiet();
  await using client = await connect(mock);
  for (let count = 0; count < 3; count++) client.send({ type: 'livekit_join', passthrough: true });
  await client.next('livekit_room_info', 3);
});

test('a late ack is dropped with its session', async () => {
  await using mock = await startQuiet();
  await using client = await connect(mock);
  client.send({ type: 'prompt', prompt: 'a [mock:late=1h]' });
  const { clock } = accountOf(mock);
  await expect.poll(() => clock.pending.length).toBe(1);
  await client.close();
  await expect.poll(() => clock.pending.length).toBe(0);
});
