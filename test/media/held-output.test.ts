import { expect, test } from 'vitest';
import { accountOf, connect, EMPTY_STATE, KEY } from '../unit/realtime/support/start.js';
import { join, startReal } from './support/joined.js';
import { eventually } from './support/room-host.js';
import { RtcClient } from './support/rtc-client.js';

const isModelVideo = (from: string): boolean => /^inference-server-.*:video$/.test(from);

test(
  'a session with nothing applied has the video track of the model, without a frame',
  { timeout: 90_000 },
  async () => {
    await using mock = await startReal();
    await using session = await join(mock, { passthrough: false });
    const { client, room } = session;
    await room.publishVideo('vp8');
    await eventually('the track of the model', () => room.trackFrom.some(isModelVideo));
    expect(room.frames).toEqual([]);
    expect(client.types()).toEqual(['livekit_room_info']);
    client.send(EMPTY_STATE);
    await client.next('generation_started');
    await room.nextFrames(3);
    expect(room.trackFrom.filter(isModelVideo)).toHaveLength(1);
  },
);

test.each(['a live camera', 'a camera without frames'])(
  'a rejoin under a capped token with %s gets a remote stream, and never generates',
  { timeout: 90_000 },
  async (camera) => {
    await using mock = await startReal();
    const account = accountOf(mock, KEY);
    const { apiKey } = await account.tokens.mint({ maxSessionDuration: 10, expiresIn: 600 });
    await account.tokens.cap(apiKey);
    await using client = await connect(mock, { key: apiKey });
    client.send({ type: 'livekit_join', passthrough: false });
    client.send({ type: 'prompt', prompt: 'a cat' });
    const info = await client.next('livekit_room_info');
    await using room = await RtcClient.connect(String(info['livekit_url']), String(info['token']));
    room.freeze(camera === 'a camera without frames');
    await room.publishVideo('vp8');
    await eventually('the track of the model', () => room.trackFrom.some(isModelVideo));
    await account.clock.advance(60_000);
    await client.settled();
    expect(room.frames).toEqual([]);
    expect(client.types().sort()).toEqual(['livekit_room_info', 'prompt_ack']);
  },
);
