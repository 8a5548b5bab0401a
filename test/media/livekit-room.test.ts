import { describe, expect, test } from 'vitest';
import { pickRenderer } from '../../src/media/live/pick-renderer.js';
import type { RendererChoice } from '../../src/media/live/renderer.js';
import { chromaOf } from '../../src/media/drawing/colours.js';
import { hueOf } from '../../src/media/drawing/tint.js';
import { reportSkip } from '../support/report-skip.js';
import { echo, EventLog, eventually, hostRooms, testcard, type RoomHost } from './support/room-host.js';
import { RtcClient } from './support/rtc-client.js';
import { DIALECTS } from './support/signal-client.js';

const token = (host: Awaited<ReturnType<typeof hostRooms>>, identity: string, grants = {}) =>
  host.rooms.mintToken({ room: 'studio', identity, grants });

describe.each(DIALECTS)('a room that echoes, in %s', (dialect) => {
  const connect = (host: RoomHost, token: string) => RtcClient.connect(host.url, token, dialect);

  test.each(['h264', 'vp8', 'vp9'] as const)(
    'sends a publisher’s %s back as the inference participant',
    async (codec) => {
      await using host = await hostRooms({ renderer: echo });
      const log = new EventLog();
      const room = await host.rooms.createRoom('studio', { events: log.events });
      await using client = await connect(host, await token(host, 'user'));
      await client.publishVideo(codec, { luma: 180 });
      const frame = await client.nextFrames(10);
      expect(frame).toMatchObject({ width: 640, height: 360 });
      expect(frame.mean[0]).toBeGreaterThan(165);
      expect(client.trackFrom).toEqual([expect.stringMatching(/^inference-server-.+:video$/)]);
      expect(log.details('inputVideo')).toEqual([{ identity: 'user', codec }]);
      expect(room.stats.rendering).toMatchObject({ doing: 'echo', codec });
      expect(log.names()).toContain('firstMedia');
      expect(room.flowing).toBe(true);
    },
  );

  test.each(['h264', 'vp8'] as const)('receives only the best layer of a %s simulcast', async (codec) => {
    await using host = await hostRooms({ renderer: echo });
    await host.rooms.createRoom('studio');
    await using client = await connect(host, await token(host, 'user'));
    await client.publishVideo(codec, { width: 640, height: 360, simulcast: true });
    await client.nextFrames(20);
    // The lower layers of a 360p camera are at most 180 lines high.
    expect(new Set(client.frames.map(({ height }) => height))).toEqual(new Set([360]));
  });

  test('a viewer that only subscribes gets the same output and may leave without effect on others', async () => {
    await using host = await hostRooms({ renderer: echo });
    const log = new EventLog();
    await host.rooms.createRoom('studio', { events: log.events });
    await using client = await connect(host, await token(host, 'user'));
    await client.publishVideo('h264');
    await client.nextFrames(1);
    {
      await using viewer = await connect(host, await token(host, 'viewer', { canPublish: false }));
      await viewer.nextFrames(5);
      expect(log.details('participantJoined')).toContainEqual(
        expect.objectContaining({ identity: 'viewer', canPublish: false }),
      );
    }
    await log.until('participantLeft', ({ identity }: { identity: string }) => identity === 'viewer');
    await client.nextFrames(5);
  });

  test('sends audio back, and media stops once it is muted and unpublished', async () => {
    await using host = await hostRooms({ renderer: echo });
    const log = new EventLog();
    const room = await host.rooms.createRoom('studio', { events: log.events });
    await using client = await connect(host, await token(host, 'user'));
    await client.publishAudio();
    const publication = await client.publishVideo('vp8');
    await client.nextFrames(3);
    await eventually('audio', () => client.audioFrames > 20);
    expect(client.trackFrom.map((each) => each.split(':')[1]).sort()).toEqual(['audio', 'video']);

    await client.local.unpublishTrack(publication.sid ?? '');
    await log.until('trackUnpublished', ({ kind }: { kind: string }) => kind === 'video');
    await log.until('mediaStopped');
    expect(room.flowing).toBe(false);

    await client.publishVideo('vp8', { luma: 60 });
    await log.until('mediaResumed');
    const frame = await client.nextFrames(5);
    expect(frame.mean[0]).toBeLessThan(80);
  });

  test('sends a data packet to the others, under its sender’s name', async () => {
    await using host = await hostRooms({ renderer: echo });
    const log = new EventLog();
    await host.rooms.createRoom('studio', { events: log.events });
    await using one = await connect(host, await token(host, 'one'));
    await using two = await connect(host, await token(host, 'two'));
    await one.local.publishData(new TextEncoder().encode('hello'), { reliable: true, topic: 'chat' });
    await eventually('the packet', () => two.heard.length > 0);
    expect({ one: one.heard, two: two.heard }).toEqual({ one: [], two: ['hello on chat from one'] });
    expect(log.details('data')).toMatchObject([{ identity: 'one', topic: 'chat' }]);
  });

  test('keeps a participant’s reliable packet for a client whose channel is not open yet', async () => {
    await using host = await hostRooms({ renderer: echo });
    const log = new EventLog();
    await host.rooms.createRoom('studio', { events: log.events });
    await using one = await connect(host, await token(host, 'one'));
    const joining = connect(host, await token(host, 'two'));
    await log.until('participantJoined', ({ identity }: { identity: string }) => identity === 'two');
    await one.local.publishData(new TextEncoder().encode('early'), { reliable: true, topic: 'chat' });
    await using two = await joining;
    await eventually('the packet', () => two.heard.length > 0);
    expect(two.heard).toEqual(['early on chat from one']);
  });

  test('resumes a lost socket, and frames continue', async () => {
    await using host = await hostRooms({ renderer: echo });
    const log = new EventLog();
    await host.rooms.createRoom('studio', { events: log.events });
    await using client = await connect(host, await token(host, 'user'));
    await client.publishVideo('vp8');
    await client.nextFrames(3);
    const socket = host.sockets.at(-1);
    socket?.destroy();
    await log.until('signalLost');
    await log.until('signalResumed');
    await client.nextFrames(30);
    expect(log.names()).not.toContain('participantLeft');
  });

  test('asks a publisher that resumed for the key frame that a later viewer needs', async () => {
    await using host = await hostRooms({ renderer: echo });
    const log = new EventLog();
    await host.rooms.createRoom('studio', { events: log.events });
    await using client = await connect(host, await token(host, 'user'));
    await client.publishVideo('vp8');
    await client.nextFrames(3);
    host.sockets.at(-1)?.destroy();
    await log.until('signalResumed');
    await client.reconnected();
    await using viewer = await connect(host, await token(host, 'viewer', { canPublish: false }));
    await viewer.nextFrames(5);
  });
});

describe('a room with a test card', () => {
  test('shows the prompt’s colour without a camera, and the next prompt’s after a change', async () => {
    await using host = await hostRooms({ renderer: testcard });
    const room = await host.rooms.createRoom('studio');
    room.setPrompt('a red cat');
    await using client = await RtcClient.connect(host.url, await token(host, 'user'));
    const before = await client.nextFrames(5);
    expect(before).toMatchObject({ width: 640, height: 360 });
    const wanted = chromaOf(hueOf('a red cat'));
    expect(Math.abs(before.mean[1] - wanted.cb)).toBeLessThan(20);
    expect(Math.abs(before.mean[2] - wanted.cr)).toBeLessThan(20);
    room.setPrompt('deep sea');
    const next = chromaOf(hueOf('deep sea'));
    await eventually('the next colour', () => {
      const [, u = 0, v = 0] = client.frames.at(-1)?.mean ?? [];
      return Math.abs(u - next.cb) < 20 && Math.abs(v - next.cr) < 20;
    });
  });

  test('passthrough shows the publisher’s own video', async () => {
    await using host = await hostRooms({ renderer: testcard });
    const room = await host.rooms.createRoom('studio');
    await using client = await RtcClient.connect(host.url, await token(host, 'user'));
    await client.publishVideo('vp8', { luma: 200 });
    await client.nextFrames(5);
    room.setPassthrough(true);
    await eventually('the bright video', () => (client.frames.at(-1)?.mean[0] ?? 0) > 180);
    expect(room.stats.rendering).toMatchObject({ asked: 'testcard', doing: 'echo', codec: 'vp8' });
  });
});

const transform = await pickRenderer('transform').catch((error: Error) => error.message);

describe.skipIf(reportSkip(typeof transform === 'string' ? transform : undefined))(
  'a room that transforms',
  () => {
    test.each(['h264', 'vp8'] as const)(
      'colours a publisher’s %s by the prompt and keeps its brightness',
      { timeout: 90_000 },
      async (codec) => {
        await using host = await hostRooms({ renderer: transform as RendererChoice });
        const room = await host.rooms.createRoom('studio');
        await using client = await RtcClient.connect(host.url, await token(host, 'user'));
        await client.publishVideo(codec, { luma: 180 });
        const plain = await client.nextFrames(10);
        expect(Math.abs(plain.mean[1] - 128) + Math.abs(plain.mean[2] - 128)).toBeLessThan(6);
        for (const prompt of ['a red cat', 'deep sea']) {
          room.setPrompt(prompt);
          const { cb, cr } = chromaOf(hueOf(prompt));
          // The caption's background is grey, so the means are closer to grey than the hue.
          const isHue = (mean: number, hue: number): boolean =>
            Math.abs(mean - 128 - (hue - 128) * 0.75) < 25;
          const seen = await eventually(`the hue of "${prompt}"`, () =>
            client.frames.slice(-1).find(({ mean }) => isHue(mean[1], cb) && isHue(mean[2], cr)),
          );
          expect(seen.mean[0]).toBeGreaterThan(130);
        }
        expect(room.stats.rendering).toMatchObject({ doing: 'transform', codec: 'h264' });
      },
    );

    test('sends the preferred codec and size', { timeout: 90_000 }, async () => {
      await using host = await hostRooms({ renderer: transform as RendererChoice });
      const output = { codec: 'vp8', size: { width: 960, height: 540 } } as const;
      const room = await host.rooms.createRoom('studio', { output });
      await using client = await RtcClient.connect(host.url, await token(host, 'user'));
      await client.publishVideo('h264', { width: 640, height: 360 });
      await eventually(
        'the preferred size',
        () => client.frames.at(-1)?.width === 960 && client.frames.at(-1)?.height === 540,
      );
      expect(room.stats.rendering).toMatchObject({ doing: 'transform', codec: 'vp8' });
    });

    test('sends VP9 back unchanged and reports that', async () => {
      await using host = await hostRooms({ renderer: transform as RendererChoice });
      const room = await host.rooms.createRoom('studio');
      await using client = await RtcClient.connect(host.url, await token(host, 'user'));
      await client.publishVideo('vp9');
      await client.nextFrames(5);
      expect(room.stats.rendering).toMatchObject({ asked: 'transform', doing: 'echo', codec: 'vp9' });
    });
  },
);

describe('faults of a room', () => {
  test('black: video turns black until the fault is removed', async () => {
    await using host = await hostRooms({ renderer: testcard });
    const room = await host.rooms.createRoom('studio');
    await using client = await RtcClient.connect(host.url, await token(host, 'user'));
    await client.nextFrames(3);
    room.setFaults({ black: true });
    await eventually('black', () => (client.frames.at(-1)?.mean[0] ?? 255) < 20);
    room.setFaults({});
    await eventually('the card again', () => (client.frames.at(-1)?.mean[0] ?? 0) > 60);
  });

  test('frames stop after a given number, and mediaStopped is reported', async () => {
    await using host = await hostRooms({ renderer: testcard });
    const log = new EventLog();
    const room = await host.rooms.createRoom('studio', { events: log.events });
    room.setFaults({ stopAfterFrames: 12 });
    await using client = await RtcClient.connect(host.url, await token(host, 'user'));
    await log.until('mediaStopped');
    expect(room.stats.framesOut).toBe(12);
    expect(client.frames.length).toBeLessThanOrEqual(12);
  });

  test('tracks are announced one by one', async () => {
    await using host = await hostRooms({ renderer: echo });
    const room = await host.rooms.createRoom('studio');
    room.setFaults({ videoTrackDelayMs: 800 });
    await using client = await RtcClient.connect(host.url, await token(host, 'user'));
    await client.publishAudio();
    await client.publishVideo('vp8');
    await eventually('audio', () => client.trackFrom.length === 1);
    expect(client.trackFrom[0]).toMatch(/:audio$/);
    await eventually('video', () => client.trackFrom.length === 2);
    await client.nextFrames(3);
  });
});
