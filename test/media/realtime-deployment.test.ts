import { expect, test } from 'vitest';
import { Sessions } from '../../src/world/accounts/sessions.js';
import { echo, hostRooms } from './support/room-host.js';
import { RtcClient } from './support/rtc-client.js';
import { accountOf, connect, startQuiet } from '../unit/realtime/support/start.js';

test(
  'a LiveKit deployment carries the media: clients connect there, and the mock joins',
  { timeout: 40_000 },
  async () => {
    await using host = await hostRooms({ renderer: echo });
    const livekit = { url: host.url, ...host.rooms.keys };
    await using mock = await startQuiet({ realtime: { livekit }, render: 'testcard' });
    // A real deployment creates rooms itself; the embedded server used here needs the name.
    const { random, clock } = accountOf(mock);
    await host.rooms.createRoom(`room-${new Sessions(random.fork('sessions'), 1).newId()}`);

    await using client = await connect(mock);
    client.send({ type: 'livekit_join', passthrough: false });
    client.send({ type: 'prompt', prompt: 'deep sea' });
    const info = await client.next('livekit_room_info');
    expect(info['livekit_url']).toBe(host.url);
    await using room = await RtcClient.connect(String(info['livekit_url']), String(info['token']));
    await client.next('generation_started');
    expect(room.room.isConnected).toBe(true);
    await clock.advance(1_000);
    await client.next('generation_tick');
    expect((await fetch(`${mock.url}/rtc/validate`)).status).toBe(404);
  },
);

test('an unreachable deployment sends the client an error, closes, and is reported with its address', async () => {
  const defects: string[] = [];
  const livekit = { url: 'ws://127.0.0.1:9', key: 'devkey', secret: 'secret' };
  await using mock = await startQuiet({
    realtime: { livekit },
    onDefect: (error) => defects.push(String(error)),
  });
  await using client = await connect(mock);
  client.send({ type: 'livekit_join', passthrough: true });
  expect(await client.next('error')).toMatchObject({ error: 'Internal Server Error' });
  expect(await client.closed).toMatchObject({ code: 1011 });
  expect(defects).toEqual([expect.stringContaining('on ws://127.0.0.1:9 as inference-server-') as string]);
});
