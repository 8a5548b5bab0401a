/** Sockets that send more than the mock server can work on at once. */
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startMock } from '../../src/index.js';

const COUNT = 10_000;

/** Counts the turns of the event loop until it is disposed. */
class Turns implements Disposable {
  count = 0;
  #next = setImmediate(this.#tick.bind(this));

  [Symbol.dispose](): void {
    clearImmediate(this.#next);
  }

  #tick(): void {
    this.count++;
    this.#next = setImmediate(this.#tick.bind(this));
  }
}

test('other clients have their turn after each message of a control socket', async () => {
  await using mock = await startMock({ realtime: { media: 'simulated' } });
  const url = `${mock.url.replace('http', 'ws')}/v1/stream?api_key=dct_flooding&model=lucy-2.5`;
  const socket = new WebSocket(url);
  await once(socket, 'open');
  let answered = 0;
  socket.on('message', () => answered++);
  using turns = new Turns();
  for (let at = 0; at < COUNT; at++) socket.send('x');
  await expect.poll(() => answered).toBe(COUNT);
  expect(turns.count).toBeGreaterThan(0.9 * COUNT);
  socket.terminate();
});
