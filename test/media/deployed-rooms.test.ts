import { describe, expect, test } from 'vitest';
import { createDeployedRooms } from '../../src/media/livekit/deployed-rooms.js';
import type { RendererChoice } from '../../src/media/live/renderer.js';
import {
  countingIds,
  echo,
  EventLog,
  eventually,
  hostRooms,
  testcard,
  type RoomHost,
} from './support/room-host.js';
import { RoomEvent, RtcClient } from './support/rtc-client.js';
import { Vp8Publisher } from './support/vp8-publisher.js';

/** The mock's rooms on that server, which stands for one elsewhere. */
const roomsOn = (host: RoomHost, renderer: RendererChoice = echo) =>
  createDeployedRooms({ url: host.url, keys: host.rooms.keys, renderer, ids: countingIds('remote') });

/** On the embedded server. The tier `beside` does the same on a real livekit-server, where there is one. */
describe('rooms on another LiveKit server', () => {
  test('the mock joins as inference participant, reports clients, and publishes a card when no client publishes', async () => {
    await using host = await hostRooms({ renderer: echo });
    const elsewhere = new EventLog();
    await host.rooms.createRoom('studio', { events: elsewhere.events });
    const rooms = roomsOn(host, testcard);
    const log = new EventLog();
    const room = await rooms.createRoom('studio', { events: log.events });
    expect(elsewhere.details('participantJoined')).toMatchObject([{ identity: 'inference-server-remote1' }]);
    await using client = await RtcClient.connect(
      host.url,
      await rooms.mintToken({ room: 'studio', identity: 'user' }),
    );
    await log.until('participantJoined', ({ identity }: { identity: string }) => identity === 'user');
    room.setPrompt('a red cat');
    await log.until('firstMedia');
    await elsewhere.until(
      'inputVideo',
      ({ identity }: { identity: string }) => identity === 'inference-server-remote1',
    );
    // The embedded room sends the card back as its own model's output: that is not a client's camera.
    await elsewhere.until('firstMedia');
    await eventually('twenty more frames', () => room.stats.framesOut >= 20);
    expect(room.stats).toMatchObject({
      framesIn: 0,
      flowing: true,
      rendering: { asked: 'testcard', doing: 'testcard' },
    });
    expect(client.local.identity).toBe('user');
    await rooms.close();
    await eventually('the mock to leave', () =>
      elsewhere
        .details('participantLeft')
        .some((each) => (each as { identity: string }).identity.startsWith('inference')),
    );
    expect(rooms.room('studio')).toBeUndefined();
  });

  test('the newest camera is the input, answered in the codec of the first, and the one before it returns', async () => {
    await using host = await hostRooms({ renderer: echo });
    // The embedded room's own model works on no client here.
    await host.rooms.createRoom('studio', { client: 'absent' });
    const rooms = roomsOn(host);
    const log = new EventLog();
    const room = await rooms.createRoom('studio', { events: log.events, client: 'user' });
    await using client = await RtcClient.connect(
      host.url,
      await rooms.mintToken({ room: 'studio', identity: 'user' }),
    );
    const brightness = (about: number): Promise<boolean> =>
      eventually(`brightness ${about}`, () => Math.abs((client.frames.at(-1)?.mean[0] ?? 0) - about) < 15);
    await client.publishVideo('h264', { luma: 180 });
    await brightness(180);
    expect(client.trackFrom).toEqual(['inference-server-remote1:video']);
    expect(log.details('inputFlows')).toEqual([true]);
    const second = await client.publishVideo('vp8', { luma: 90 });
    await brightness(90);
    await client.local.unpublishTrack(second.sid ?? '');
    await brightness(180);
    expect(room.stats.rendering).toMatchObject({ doing: 'echo' });
    await rooms.close();
  });

  // Chromium sends such frames while a track has no source.
  test('frames of 2x2 pixels are left out, and the frames after them are answered', async () => {
    await using host = await hostRooms({ renderer: echo });
    await host.rooms.createRoom('studio', { client: 'absent' });
    const rooms = roomsOn(host);
    const log = new EventLog();
    const room = await rooms.createRoom('studio', { events: log.events, client: 'user' });
    await using viewer = await RtcClient.connect(
      host.url,
      await rooms.mintToken({ room: 'studio', identity: 'viewer' }),
    );
    const token = await rooms.mintToken({ room: 'studio', identity: 'user' });
    await using camera = await Vp8Publisher.publish(host.url, token, [2, 2]);
    await log.until('trackPublished');
    const { sent } = camera;
    await eventually('2x2 frames on their way', () => camera.sent > sent + 10);
    expect(room.stats.framesIn).toBe(0);
    camera.resize(640, 360);
    await viewer.nextFrames(3);
    const sizes = viewer.frames.map(({ width, height }) => `${width}x${height}`);
    expect(new Set(sizes)).toEqual(new Set(['640x360']));
    await rooms.close();
  });

  test('the model has an audio track while the client publishes audio', async () => {
    await using host = await hostRooms({ renderer: echo });
    await host.rooms.createRoom('studio', { client: 'absent' });
    const rooms = roomsOn(host);
    await rooms.createRoom('studio', { client: 'user' });
    await using client = await RtcClient.connect(
      host.url,
      await rooms.mintToken({ room: 'studio', identity: 'user' }),
    );
    const ended: string[] = [];
    client.room.on(RoomEvent.TrackUnpublished, (_, { identity }) => ended.push(identity));
    for (const round of [1, 2]) {
      const publication = await client.publishAudio();
      await eventually(`sound ${round}`, () => client.trackFrom.length === round);
      await client.local.unpublishTrack(publication.sid ?? '');
      await eventually(`silence ${round}`, () => ended.length === round);
    }
    expect(client.trackFrom).toEqual(Array(2).fill('inference-server-remote1:audio'));
    expect(ended).toEqual(Array(2).fill('inference-server-remote1'));
    await rooms.close();
  });

  test('the error names an unreachable server', async () => {
    const rooms = createDeployedRooms({
      url: 'ws://127.0.0.1:9',
      keys: { key: 'devkey', secret: 'secret' },
      renderer: echo,
      ids: countingIds(),
    });
    await expect(rooms.createRoom('studio')).rejects.toThrow(
      'Cannot join the room "studio" on ws://127.0.0.1:9 as inference-server-id1.',
    );
  });
});
