import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { LipsyncGateway } from '../../../src/realtime/lipsync/lipsync-gateway.js';
import { World } from '../../../src/world/world.js';
import { jpeg, sendPictures } from './lipsync/support.js';
import { StreamClient } from './support/stream-client.js';

const failure = new Error('the codec is missing');
const fails = () => Promise.reject(failure);
const size = { width: 64, height: 96 };

test.each([
  ['reading a picture', fails],
  ['making a result', async () => ({ size, heldBytes: 1, render: fails })],
])('a failure in %s is reported, and closes the socket with 1011', async (_, readPicture) => {
  const reported: unknown[] = [];
  const gateway = new LipsyncGateway({
    world: new World({ seed: 'found', asOf: Date.parse('2026-03-01') }),
    pictures: () => readPicture,
    allowMissingOrigin: true,
    maxSockets: 10,
    defect: (error) => reported.push(error),
  });
  const server = createServer().on('upgrade', (request, socket, head: Buffer) => {
    void gateway.handleUpgrade(request, socket, head);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await using client = await StreamClient.openUrl(`ws://127.0.0.1:${port}/router/lipsync/ws?api_key=dct_f`);
  client.send({ type: 'config', video_fps: 25, audio_sample_rate: 16_000 });
  await sendPictures(client, 16, await jpeg());
  expect(await client.closed).toEqual({ code: 1011, reason: 'Internal server error' });
  expect(client.messages.map(({ type }) => type)).toEqual(['config_ack', 'error']);
  expect(client.messages.at(-1)).toMatchObject({ message: 'Internal Server Error' });
  expect(reported).toEqual([failure]);
  gateway.close();
  await new Promise((resolve) => server.close(resolve));
});
