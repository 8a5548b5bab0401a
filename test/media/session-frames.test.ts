import { AddTrackRequest, TrackType } from '@livekit/protocol';
import { AccessToken } from 'livekit-server-sdk';
import { describe, expect, test } from 'vitest';
import type { RunningMock } from '../../src/index.js';
import { accountOf, connect } from '../unit/realtime/support/start.js';
import { DirectClient } from './support/direct-client.js';
import { join, startReal, watch } from './support/joined.js';
import { eventually, KEYS } from './support/room-host.js';
import { RtcClient } from './support/rtc-client.js';
import { SignalClient, signalPath } from './support/signal-client.js';

const tokenFor = (room: string, identity: string): Promise<string> => {
  const token = new AccessToken(KEYS.key, KEYS.secret, { identity });
  token.addGrant({ roomJoin: true, room });
  return token.toJwt();
};

const ticking = (mock: RunningMock): boolean =>
  accountOf(mock).clock.pending.some(({ label }) => label === 'generation tick');

describe('a video track that carries no frames', { timeout: 90_000 }, () => {
  test('generates and costs nothing, though the model sends a card, until its first frame', async () => {
    await using mock = await startReal({ render: 'testcard' });
    const { clock, sessions } = accountOf(mock);
    await using client = await connect(mock);
    client.send({ type: 'livekit_join', passthrough: false });
    client.send({ type: 'prompt', prompt: 'Anime style' });
    const { livekit_url: url, token, room_name: name } = await client.next('livekit_room_info');
    const silent = new SignalClient(signalPath(String(url), String(token)));
    await silent.until('join');
    silent.send({ case: 'addTrack', value: new AddTrackRequest({ cid: 'cam', type: TrackType.VIDEO }) });
    await silent.until('trackPublished');
    await using viewer = await watch(mock, String(name));
    // Longer than a client without a publication waits.
    await viewer.nextFrames(40);
    await clock.advance(5_000);
    await client.settled();
    expect(client.types().filter((type) => type.startsWith('generation'))).toEqual([]);
    expect(sessions.list()[0]).toMatchObject({ stage: 'joined', seconds: 0, credits: 0 });

    await using room = await RtcClient.connect(String(url), String(token));
    await room.publishVideo('vp8');
    await client.next('generation_started');
    await clock.advance(2_000);
    await client.next('generation_tick', 2);
    room.freeze(true);
    await eventually('the pause', () => !ticking(mock));
    room.freeze(false);
    await eventually('the ticks again', () => ticking(mock));
  });

  test('of the session’s own client: what others publish in its room does not count', async () => {
    await using mock = await startReal();
    await using session = await join(mock, { prompt: 'Anime style' });
    const { client, room } = session;
    const info = await client.next('livekit_room_info');
    await using other = await RtcClient.connect(
      String(info['livekit_url']),
      await tokenFor(String(info['room_name']), 'other'),
    );
    await other.publishVideo('vp8');
    await eventually('the other’s frames', () => (room.framesOf.get('other')?.length ?? 0) > 5);
    expect(client.of('generation_started')).toEqual([]);
    await room.publishVideo('vp8');
    await client.next('generation_started');
  });

  test('over a direct connection: the same', async () => {
    await using mock = await startReal({ render: 'testcard' });
    const { clock } = accountOf(mock);
    await using socket = await connect(mock);
    socket.send({ type: 'set_image', image_data: null, prompt: null });
    await using media = new DirectClient(socket, true);
    media.stopSending();
    await media.connect();
    await eventually('the card', () => media.packets.video > 40);
    await clock.advance(5_000);
    await socket.settled();
    expect(socket.of('generation_started')).toEqual([]);
  });
});

test(
  'a client that publishes no video at all gets the card, and it counts',
  { timeout: 90_000 },
  async () => {
    await using mock = await startReal({ render: 'testcard' });
    await using session = await join(mock, { prompt: 'Anime style' });
    await session.client.next('generation_started');
  },
);

describe('a client that leaves its room and joins it again', { timeout: 90_000 }, () => {
  test.each(['testcard', 'echo'] as const)('with %s goes on counting', async (render) => {
    await using mock = await startReal({ render });
    const { clock } = accountOf(mock);
    await using client = await connect(mock);
    client.send({ type: 'livekit_join', passthrough: false });
    client.send({ type: 'prompt', prompt: 'Anime style' });
    const { livekit_url: url, token } = await client.next('livekit_room_info');
    {
      await using room = await RtcClient.connect(String(url), String(token));
      await room.publishVideo('vp8');
      await client.next('generation_started');
      await clock.advance(2_000);
      await client.next('generation_tick', 2);
    }
    await eventually('the pause', () => !ticking(mock));
    await using room = await RtcClient.connect(String(url), String(token));
    await room.publishVideo('vp8');
    await eventually('the ticks again', () => ticking(mock));
    await clock.advance(2_000);
    expect(await client.next('generation_tick', 4)).toMatchObject({ seconds: 4 });
    expect(client.of('generation_ended')).toEqual([]);
  });

  test('that joins a second time while the first is there goes on as well', async () => {
    await using mock = await startReal({ render: 'testcard' });
    const { clock } = accountOf(mock);
    await using session = await join(mock, { prompt: 'Anime style' });
    const { client, room } = session;
    await room.publishVideo('vp8');
    await client.next('generation_started');
    const { livekit_url: url, token } = await client.next('livekit_room_info');
    await using again = await RtcClient.connect(String(url), String(token));
    await again.publishVideo('vp8');
    await again.nextFrames(5);
    await eventually('the ticks', () => ticking(mock));
    const before = client.of('generation_tick').length;
    await clock.advance(2_000);
    await client.next('generation_tick', before + 2);
  });
});
