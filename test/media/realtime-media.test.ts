import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { eventually } from './support/room-host.js';
import { RtcClient } from './support/rtc-client.js';
import { DirectClient } from './support/direct-client.js';
import { HttpClient } from './support/http-client.js';
import { join, startReal, watch } from './support/joined.js';
import { accountOf, connect } from '../unit/realtime/support/start.js';

describe('LiveKit', () => {
  test(
    'seconds count while frames flow, and not while the camera is muted',
    { timeout: 90_000 },
    async () => {
      await using mock = await startReal();
      const { clock } = accountOf(mock);
      await using session = await join(mock);
      const { client, room } = session;
      await clock.advance(5_000);
      expect(client.types()).toEqual(['livekit_room_info']);

      const publication = await room.publishVideo('vp8');
      await client.next('generation_started');
      expect(room.trackFrom.every((from) => from.startsWith('inference-server-'))).toBe(true);
      await clock.advance(3_000);
      await client.next('generation_tick', 3);

      await room.local.unpublishTrack(publication.sid ?? '');
      await eventually('the flow to stop', () =>
        clock.pending.every(({ label }) => label !== 'generation tick'),
      );
      await clock.advance(60_000);
      await client.settled();
      expect(client.of('generation_tick')).toHaveLength(3);

      await room.publishVideo('vp8');
      await eventually('the flow to go on', () =>
        clock.pending.some(({ label }) => label === 'generation tick'),
      );
      await clock.advance(1_000);
      expect(await client.next('generation_tick', 4)).toMatchObject({ seconds: 4 });
    },
  );

  test(
    'no frame arrives before the announced state; a viewer gets the same frames',
    { timeout: 90_000 },
    async () => {
      await using mock = await startReal();
      await using session = await join(mock, { passthrough: false });
      const { client, room } = session;
      await room.publishVideo('vp8');
      await eventually(
        'the camera',
        () => accountOf(mock).journal.find().length > 0 && room.local.trackPublications.size === 1,
      );
      expect(client.of('generation_started')).toEqual([]);
      client.send({ type: 'prompt', prompt: 'Anime style' });
      await client.next('generation_started');
      await room.nextFrames(3);

      const { room_name: name } = await client.next('livekit_room_info');
      await using viewer = await watch(mock, String(name));
      await viewer.nextFrames(3);
    },
  );

  test.each([
    ['lucy-2.1', '2026-06-01', '1080p', [1884, 1080]],
    ['lucy-2.1', '2026-06-01', '720p', [640, 360]],
    ['lucy_2_rt', '2026-03-01', '1080p', [640, 360]],
  ])('%s of %s at %s', { timeout: 90_000 }, async (model, now, resolution, size) => {
    await using mock = await startReal({ render: 'testcard', now });
    await using client = await connect(mock, { model, query: { resolution } });
    client.send({ type: 'livekit_join', passthrough: false });
    client.send({ type: 'prompt', prompt: 'Anime style' });
    const info = await client.next('livekit_room_info');
    await using room = await RtcClient.connect(String(info['livekit_url']), String(info['token']));
    const { width, height } = await room.nextFrames(3);
    expect([width, height]).toEqual(size);
  });

  test('the end of the session ends the room', { timeout: 90_000 }, async () => {
    await using mock = await startReal();
    await using session = await join(mock);
    const { client, room } = session;
    await client.close();
    await eventually('the room to end', () => !room.room.isConnected);
  });

  test(
    'a client that leaves its room and keeps its socket gets generation_ended',
    { timeout: 90_000 },
    async () => {
      await using mock = await startReal();
      const { clock } = accountOf(mock);
      await using session = await join(mock);
      const { client, room } = session;
      await room.publishVideo('vp8');
      await client.next('generation_started');
      await room.nextFrames(1);
      await clock.advance(2_000);
      await room[Symbol.asyncDispose]();
      await eventually('the leave', () =>
        clock.pending.some(({ label }) => label === 'client left its room'),
      );
      await clock.advance(15_000);
      expect(await client.next('generation_ended')).toEqual({
        type: 'generation_ended',
        seconds: 2,
        reason: 'disconnect',
      });
    },
  );
});

describe('direct WebRTC', () => {
  test(
    'acks the state before the offer, answers before any candidate, then sends frames',
    { timeout: 90_000 },
    async () => {
      await using mock = await startReal();
      const { clock } = accountOf(mock);
      await using socket = await connect(mock);
      socket.send({ type: 'set_image', image_data: null, prompt: null });
      await socket.next('set_image_ack');
      await using media = new DirectClient(socket, true);
      await media.connect();
      await socket.next('generation_started');
      await clock.advance(2_000);
      await socket.next('generation_tick', 2);
      await eventually('frames', () => media.packets.video > 5);
      const types = socket.types();
      expect(types.slice(0, 3)).toEqual(['session_id', 'set_image_ack', 'answer']);
      expect(types.indexOf('ice-candidate')).toBeGreaterThan(types.indexOf('answer'));
      const { server_ip: ip, server_port: port } = await socket.next('session_id');
      expect([ip, port]).toEqual(['127.0.0.1', Number(new URL(mock.url).port)]);

      media.stopSending();
      await eventually('the flow to stop', () => clock.pending.length === 0);
      await clock.advance(10_000);
      await socket.settled();
      expect(socket.of('generation_tick')).toHaveLength(2);
    },
  );

  test('Python gets all candidates in the answer', { timeout: 90_000 }, async () => {
    await using mock = await startReal();
    await using socket = await connect(mock, { query: { user_agent: 'decart-python-sdk/0.0.37 lang/py' } });
    await using media = new DirectClient(socket, true);
    await media.connect();
    await socket.next('generation_started');
    expect(String((await socket.next('answer'))['sdp'])).toContain('a=candidate:');
    expect(socket.of('ice-candidate')).toEqual([]);
  });

  test('a viewer at /subscribe/{sid} gets the frames', { timeout: 90_000 }, async () => {
    await using mock = await startReal();
    await using socket = await connect(mock);
    await using media = new DirectClient(socket, true);
    await media.connect();
    await socket.next('generation_started');
    const { session_id: sid, server_ip: ip, server_port: port } = await socket.next('session_id');
    const query = { IP: String(ip), port: String(port) };
    await using viewing = await connect(mock, { path: `/subscribe/${String(sid)}`, query });
    await using viewer = new DirectClient(viewing, false);
    await viewer.connect();
    await eventually('frames at the viewer', () => viewer.packets.video > 3);
    expect(accountOf(mock).sessions.active).toBe(1);

    await using stranger = await connect(mock, {
      key: 'dct_stranger',
      path: `/subscribe/${String(sid)}`,
      query,
    });
    expect(await stranger.closed).toMatchObject({ code: 1008, reason: 'Session not found' });
  });

  test.each([
    ['avatar-live', '/v1/avatar-live/stream', '2025-12-30'],
    ['live_avatar', '/v1/live_avatar/stream', '2026-01-02'],
    ['live_avatar', '/v1/stream', '2026-03-01'],
    ['live-avatar', '/v1/stream', '2026-05-01'],
  ])('%s on %s may only receive, while it is served', { timeout: 90_000 }, async (model, path, now) => {
    await using mock = await startReal({ now, render: 'testcard' });
    await using socket = await connect(mock, { model, path });
    socket.send({ type: 'set_image', image_data: readFileSync('fixtures/input.png', 'base64') });
    await socket.next('set_image_ack');
    await using media = new DirectClient(socket, false);
    await media.connect();
    await socket.next('generation_started');
    await eventually('both', () => media.packets.video > 0 && media.packets.audio > 0);
    await using later = await startReal({ now: '2026-05-11T00:00:00Z' });
    await using late = await connect(later, { model });
    expect(await late.closed).toMatchObject({ code: 1008 });
  });

  test('by rule ICE never connects', { timeout: 90_000 }, async () => {
    await using mock = await startReal();
    accountOf(mock).rules.add({ operation: 'realtime.media', effect: { type: 'media', mode: 'no-ice' } });
    await using socket = await connect(mock);
    await using media = new DirectClient(socket, true);
    await media.connect();
    // A client that came later, without the rule, is connected by now.
    await using other = await connect(mock, { key: 'dct_other' });
    await using luckier = new DirectClient(other, true);
    await luckier.connect();
    await eventually('the other one', () => luckier.packets.video > 5);
    expect(socket.of('generation_started')).toEqual([]);
    expect(media.packets.video).toBe(0);
  });

  test('a malformed offer gets an error', async () => {
    await using mock = await startReal();
    await using socket = await connect(mock);
    socket.send({ type: 'offer', sdp: 'nonsense' });
    expect(await socket.next('error')).toMatchObject({ error: 'The offer could not be applied' });
  });
});

test(
  'HTTP signalling: candidates by PATCH and by event, frames both ways, billed seconds',
  { timeout: 90_000 },
  async () => {
    await using mock = await startReal();
    const { clock } = accountOf(mock);
    await using client = new HttpClient(mock.url);
    const id = await client.connect({ model: 'lucy-2.5', prompt: 'snow' });
    await eventually('frames', () => client.packets.video > 5);
    expect(client.events.length).toBeGreaterThan(1);
    expect(new Set(client.events)).toEqual(new Set(['ice-candidate']));
    expect(await client.prompt('rain')).toEqual({ success: true, error: null });
    await clock.advance(3_000);
    expect(await client.end()).toEqual({
      session_id: id,
      duration_seconds: 3,
      billed_seconds: 3,
      reason: 'client_ended',
    });
  },
);
