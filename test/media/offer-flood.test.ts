import { once } from 'node:events';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startMock, type RunningMock } from '../../src/index.js';
import { offerOf } from '../regressions/camera-offer.js';

/** A client of direct WebRTC that has announced its state, so that it may offer. */
async function open({ url }: RunningMock, key: string): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/v1/stream?api_key=${key}&model=lucy-2.5`);
  await once(socket, 'open');
  socket.send('{"type":"set_image","image_data":null}');
  await first(socket, 'set_image_ack');
  return socket;
}

/** Resolves with the first message of that type. */
const first = (socket: WebSocket, type: string): Promise<void> =>
  new Promise((resolve) => {
    socket.on('message', (data: Buffer) => {
      if ((JSON.parse(data.toString()) as { type: string }).type === type) resolve();
    });
  });

test('more than 16 offers in work close their socket with 1008, and other clients get answers', async () => {
  await using mock = await startMock();
  const [flooding, other] = [await open(mock, 'dct_flooding'), await open(mock, 'dct_other')];
  const offer = JSON.stringify({ type: 'offer', sdp: await offerOf() });
  const closed = once(flooding, 'close') as Promise<[number, Buffer]>;
  const answered = first(other, 'answer');
  for (let at = 0; at < 5_000; at++) flooding.send(offer);
  other.send(offer);
  const [code, reason] = await closed;
  expect([code, reason.toString()]).toEqual([1008, 'Too many messages at once']);
  await answered;
  other.terminate();
});
