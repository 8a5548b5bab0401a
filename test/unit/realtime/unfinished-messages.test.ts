/** WebSocket messages that have not ended share a bound over all sockets. */
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startMock, type RunningMock } from '../../../src/index.js';
import { TextBudget } from '../../../src/world/text/text-budget.js';
import { MemoryStore } from '../../../src/world/store.js';

const MIB = 1024 * 1024;
/** Half of it is for unfinished messages. */
const TEXT_BYTES = 8 * MIB;

const start = (): Promise<RunningMock> =>
  startMock({ limits: { textBytes: TEXT_BYTES }, realtime: { media: 'simulated' } });

async function open({ url }: RunningMock, key: string): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/v1/stream?api_key=${key}&model=lucy-2.5`);
  await once(socket, 'open');
  return socket;
}

const part = (socket: WebSocket, bytes: number): void => socket.send(' '.repeat(bytes), { fin: false });

const acked = (socket: WebSocket, prompt: string): Promise<void> =>
  new Promise((resolve) => {
    socket.on('message', (data: Buffer) => {
      const { type } = JSON.parse(data.toString()) as { type: string };
      if (type === 'prompt_ack') resolve();
    });
    socket.send(JSON.stringify({ type: 'prompt', prompt }));
  });

describe('unfinished messages', () => {
  test('over the bound close their socket with 1013 and leave others alone', async () => {
    await using mock = await start();
    const other = await open(mock, 'dct_other');
    const flooding = await open(mock, 'dct_flooding');
    const closed = once(flooding, 'close') as Promise<[number, Buffer]>;
    part(flooding, 5 * MIB);
    const [code, reason] = await closed;
    expect([code, reason.toString()]).toEqual([
      1013,
      'The mock server has no room left for text: reset accounts, or raise limits.textBytes',
    ]);
    await acked(other, 'still here');
    other.terminate();
  });

  test('give their bytes back as they end, however often', async () => {
    await using mock = await start();
    const socket = await open(mock, 'dct_often');
    for (let times = 0; times < 10; times++) {
      part(socket, MIB);
      socket.ping('between');
      socket.send(JSON.stringify({ type: 'observability', data: {} }));
    }
    await acked(socket, 'the last');
    expect(socket.readyState).toBe(WebSocket.OPEN);
    socket.terminate();
  });
});

test('entries of any collection that have expired give way to new ones', async () => {
  let now = 0;
  const store = new MemoryStore(new TextBudget(10_000));
  const bounds = { maxEntries: 100, now: () => now };
  const [one, other] = [store.collection<string>('jobs', bounds), store.collection<string>('jobs', bounds)];
  await one.set('stays', 'a', { bytes: 1_000 });
  await one.set('expires', 'b', { bytes: 6_000, expiresAt: 10 });
  await expect(other.set('new', 'c', { bytes: 6_000 })).rejects.toMatchObject({ code: 'text_full' });
  now = 10;
  await other.set('new', 'c', { bytes: 6_000 });
  expect([await one.count(), await other.count()]).toEqual([1, 1]);
});
