/** `session_id` in the LiveKit dialect: seen on 29 May 2026; that it ended on 22 June is inferred (facts: api.md 3.3). */
import { expect, test } from 'vitest';
import { accountOf, connect, KEY, startQuiet } from './support/start.js';

const model = 'lucy-2.1';

test.each(['2026-05-29', '2026-06-21T23:59:00Z'])('%s: it comes once, before the room info', async (now) => {
  await using mock = await startQuiet({ now });
  await using client = await connect(mock, { model });
  const initial_state = { type: 'prompt', prompt: 'Make it snow' };
  client.send({ type: 'livekit_join', initial_state });
  const info = await client.next('livekit_room_info');
  client.send({ type: 'livekit_join' });
  await client.until('a second room info', () => client.of('livekit_room_info')[1]);
  expect(client.of('session_id')).toEqual([
    {
      type: 'session_id',
      session_id: info['session_id'],
      server_ip: '127.0.0.1',
      server_port: Number(new URL(mock.url).port),
    },
  ]);
  expect(client.types()[0]).toBe('session_id');
});

test('it comes before the place in the queue', async () => {
  await using mock = await startQuiet({ now: '2026-05-29', sessionCapacity: 1 });
  await using first = await connect(mock, { model });
  first.send({ type: 'livekit_join', passthrough: true });
  await first.next('livekit_room_info');
  await using second = await connect(mock, { model });
  second.send({ type: 'livekit_join', passthrough: true });
  await second.next('queue_position');
  expect(second.types()).toEqual(['session_id', 'queue_position']);
});

test('from 22 June 2026 the room info alone has the id', async () => {
  await using mock = await startQuiet({ now: '2026-06-22' });
  await using client = await connect(mock, { model });
  client.send({ type: 'livekit_join', passthrough: true });
  const info = await client.next('livekit_room_info');
  await client.settled();
  expect(client.of('session_id')).toEqual([]);
  expect(accountOf(mock, KEY).sessions.list()).toMatchObject([{ id: info['session_id'] }]);
});

test('the date of the account decides, not the time', async () => {
  await using mock = await startQuiet({ asOf: '2026-05-29' });
  await using client = await connect(mock, { model });
  client.send({ type: 'livekit_join', passthrough: true });
  await client.next('livekit_room_info');
  expect(client.types().slice(0, 2)).toEqual(['session_id', 'livekit_room_info']);
});
