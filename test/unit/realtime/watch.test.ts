import { expect, test } from 'vitest';
import type { RunningMock } from '../../../src/index.js';
import { connect, generating, KEY, startQuiet } from './support/start.js';

const watch = (mock: RunningMock, room: string, key = KEY): Promise<Response> =>
  fetch(`${mock.url}/watch-stream/${encodeURIComponent(room)}`, {
    method: 'POST',
    headers: { 'x-api-key': key, 'content-type': 'application/json' },
  });

test('a viewer of a room gets its own credentials; the request body may be empty', async () => {
  await using mock = await startQuiet();
  await using client = await generating(mock);
  const info = await client.next('livekit_room_info');
  const answer = await watch(mock, String(info['room_name']));
  expect(answer.status).toBe(200);
  const { token, ...rest } = (await answer.json()) as Record<string, string>;
  expect(rest).toEqual({
    livekit_url: mock.realtimeUrl,
    room_name: info['room_name'],
    session_id: info['session_id'],
  });
  const claims = JSON.parse(Buffer.from(token?.split('.')[1] ?? '', 'base64url').toString()) as {
    video: object;
    sub: string;
  };
  expect(claims.video).toMatchObject({ room: info['room_name'], canPublish: false, canSubscribe: true });
  expect(claims.sub).toMatch(/^viewer-/);
});

test.each([
  ['of another account', (room: string) => room, 'dct_stranger'],
  ['that is not there', () => 'room-sess_nothing', KEY],
  ['that is no room', () => '../../etc/passwd', KEY],
])('a room %s is 404', async (_name, room, key) => {
  await using mock = await startQuiet();
  await using client = await generating(mock);
  const info = await client.next('livekit_room_info');
  const answer = await watch(mock, room(String(info['room_name'])), key);
  expect([answer.status, await answer.json()]).toEqual([404, { detail: 'Room not found' }]);
});

test('a room ends with its session', async () => {
  await using mock = await startQuiet();
  await using client = await generating(mock);
  const room = String((await client.next('livekit_room_info'))['room_name']);
  await client.close();
  await expect.poll(async () => (await watch(mock, room)).status).toBe(404);
});

test('a direct session has no room', async () => {
  await using mock = await startQuiet();
  await using client = await connect(mock);
  client.send({ type: 'prompt', prompt: 'x' });
  const { session_id: id } = await client.next('session_id');
  expect((await watch(mock, `room-${String(id)}`)).status).toBe(404);
});
