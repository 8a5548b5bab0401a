import type * as LiveKit from 'livekit-client';
import { describe, expect, test } from 'vitest';
import { pickRenderer } from '../../src/media/live/pick-renderer.js';
import type { RendererName } from '../../src/media/choose-renderers.js';
import type { SignalDialect } from '../../src/media/livekit/create-transport.js';
import { EventLog, hostRooms } from '../media/support/room-host.js';
import { DIALECTS } from '../media/support/signal-client.js';
import { reportSkip } from '../support/report-skip.js';
import { CHANGE, distance, type Rgb, type Tools } from './page-tools.js';
import { noBrowser, withPage, type TestPage } from './with-page.js';

declare global {
  interface Window {
    library: typeof LiveKit;
    tools: Tools;
    rooms: Record<string, LiveKit.Room>;
  }
}

type Codec = 'h264' | 'vp8' | 'vp9' | 'av1';

/** Joins, publishes the fake camera unless `codec` is absent, and shows the model's output. */
async function join(
  { page }: TestPage,
  url: string,
  token: string,
  label: string,
  codec?: Codec,
  dialect: SignalDialect = 'V1',
): Promise<void> {
  await page.evaluate(
    async ([url, token, label, codec, singlePeerConnection]) => {
      const { Room, RoomEvent, Track, VideoPreset } = window.library;
      const room = new Room({ adaptiveStream: false, dynacast: false, singlePeerConnection });
      window.rooms = { ...window.rooms, [label]: room };
      room.on(RoomEvent.TrackSubscribed, (track, _, participant) => {
        if (!participant.identity.startsWith('inference-server-')) return;
        if (track.kind === Track.Kind.Video)
          window.tools.show(label, new MediaStream([track.mediaStreamTrack]));
      });
      await room.connect(url, token);
      if (!codec) return;
      const camera = await window.tools.camera();
      const [video] = camera.getVideoTracks();
      if (!video) throw new Error('No camera.');
      await room.localParticipant.publishTrack(video, {
        source: Track.Source.Camera,
        videoCodec: codec,
        simulcast: codec !== 'vp9',
        videoEncoding: new VideoPreset(1280, 720, 3_500_000, 30).encoding,
      });
    },
    [url, token, label, codec, dialect === 'V1'] as const,
  );
}

const framesDecoded = ({ page }: TestPage, label: string): Promise<number> =>
  page.evaluate(async (label) => {
    const { receiver } = [...(window.rooms[label]?.remoteParticipants.values() ?? [])]
      .flatMap((participant) => [...participant.videoTrackPublications.values()])
      .map((publication) => publication.track as unknown as { receiver?: RTCRtpReceiver })[0] ?? {
      receiver: undefined,
    };
    let decoded = 0;
    (await receiver?.getStats())?.forEach((report: RTCStats) => {
      if (report.type === 'inbound-rtp') decoded = (report as RTCInboundRtpStreamStats).framesDecoded ?? 0;
    });
    return decoded;
  }, label);

const moreFrames = ({ page }: TestPage, label: string, more: number) =>
  page.evaluate(([label, more]) => window.tools.moreFrames(label, more), [label, more] as const);

const movedFrom = ({ page }: TestPage, label: string, rgb: Rgb, away: number) =>
  page.evaluate(([label, rgb, away]) => window.tools.movedFrom(label, rgb, away), [
    label,
    rgb,
    away,
  ] as const);

/** Kilobits a second that the browser believes it can send, by the connection over which it receives. */
const availableKilobits = ({ page }: TestPage, label: string): Promise<number> =>
  page.evaluate(async (label) => {
    const [participant] = window.rooms[label]?.remoteParticipants.values() ?? [];
    const [publication] = participant?.videoTrackPublications.values() ?? [];
    let bits = 0;
    (await publication?.track?.getRTCStatsReport())?.forEach((report: RTCStats) => {
      const { state, availableOutgoingBitrate = 0 } = report as RTCIceCandidatePairStats;
      if (report.type === 'candidate-pair' && state === 'succeeded') bits = availableOutgoingBitrate;
    });
    return bits / 1000;
  }, label);

describe.skipIf(reportSkip(noBrowser()))('livekit-client in a real browser', () => {
  test.each<[Codec, RendererName]>([
    ['h264', 'echo'],
    ['vp8', 'echo'],
    ['vp9', 'echo'],
    ['h264', 'testcard'],
    ['vp8', 'testcard'],
    ['h264', 'transform'],
    ['vp8', 'transform'],
  ])(
    'publishes %s, decodes the output of "%s", and shows a changed prompt',
    { timeout: 90_000 },
    async (codec, name) => {
      const renderer = await pickRenderer(name);
      await using host = await hostRooms({ renderer });
      const log = new EventLog();
      const room = await host.rooms.createRoom('studio', { events: log.events });
      room.setPrompt('a red cat');
      await withPage('livekit-client', async (page) => {
        const started = performance.now();
        await join(
          page,
          host.url,
          await host.rooms.mintToken({ room: 'studio', identity: 'user' }),
          'user',
          codec,
        );
        await moreFrames(page, 'user', 1);
        const firstFrame = Math.round(performance.now() - started);
        const first = await moreFrames(page, 'user', 20);
        // A browser's counter lags behind what it shows.
        await expect.poll(() => framesDecoded(page, 'user')).toBeGreaterThan(10);
        const decoded = await framesDecoded(page, 'user');
        expect(log.details('inputVideo')).toEqual([{ identity: 'user', codec }]);
        expect(first.width).toBe(name === 'testcard' ? 640 : 1280);
        room.setPrompt('deep sea');
        const second =
          name === 'echo'
            ? await moreFrames(page, 'user', 20)
            : await movedFrom(page, 'user', first.rgb, CHANGE);
        await expect.poll(() => framesDecoded(page, 'user')).toBeGreaterThan(decoded);
        const moved = distance(first.rgb, second.rgb);
        console.info(
          `${codec} ${name}: first frame ${firstFrame} ms, ${first.width}x${first.height}, prompt moved the colour by ${moved.toFixed()}`,
        );
        if (name === 'echo') expect(moved).toBeLessThan(CHANGE);
        expect(page.errors).toEqual([]);
      });
    },
  );

  test.each(DIALECTS)(
    '%s: a viewer gets the same output, and lost sockets are resumed',
    { timeout: 90_000 },
    async (dialect) => {
      await using host = await hostRooms({ renderer: await pickRenderer('echo') });
      const log = new EventLog();
      await host.rooms.createRoom('studio', { events: log.events });
      await withPage('livekit-client', async (page) => {
        const token = (identity: string, grants = {}) =>
          host.rooms.mintToken({ room: 'studio', identity, grants });
        await join(page, host.url, await token('user'), 'user', 'h264', dialect);
        await moreFrames(page, 'user', 5);
        const socket = host.sockets.at(-1);
        await join(
          page,
          host.url,
          await token('viewer', { canPublish: false }),
          'viewer',
          undefined,
          dialect,
        );
        const seen = await moreFrames(page, 'viewer', 10);
        expect(seen.width).toBe(1280);
        for (const lost of [1, 2]) {
          (lost === 1 ? socket : host.sockets.at(-1))?.destroy();
          await expect.poll(() => log.details('signalResumed')).toHaveLength(lost);
          await moreFrames(page, 'user', 90);
        }
        await moreFrames(page, 'viewer', 10);
        expect(log.names()).not.toContain('participantLeft');
      });
    },
  );

  test.each(DIALECTS)('%s: knows its bandwidth, and logs no error', { timeout: 90_000 }, async (dialect) => {
    await using host = await hostRooms({ renderer: await pickRenderer('echo') });
    await host.rooms.createRoom('studio');
    await withPage('livekit-client', async (page) => {
      const token = await host.rooms.mintToken({ room: 'studio', identity: 'user' });
      await join(page, host.url, token, 'user', 'vp8', dialect);
      await moreFrames(page, 'user', 5);
      // Decart's SDK wants 3500 for the camera.
      await expect.poll(() => availableKilobits(page, 'user')).toBeGreaterThan(3500);
      expect(page.console.filter((line) => /^(error|warning)/.test(line))).toEqual([]);
    });
  });

  test('asks for AV1, publishes VP8, and says so', { timeout: 90_000 }, async () => {
    await using host = await hostRooms({ renderer: await pickRenderer('echo') });
    const log = new EventLog();
    await host.rooms.createRoom('studio', { events: log.events });
    await withPage('livekit-client', async (page) => {
      const token = await host.rooms.mintToken({ room: 'studio', identity: 'user' });
      await join(page, host.url, token, 'user', 'av1');
      await moreFrames(page, 'user', 5);
      const mimeTypes = await page.page.evaluate(() =>
        [...(window.rooms.user?.localParticipant.videoTrackPublications.values() ?? [])].map(
          ({ mimeType }) => mimeType,
        ),
      );
      expect(mimeTypes).toEqual(['video/VP8']);
      expect(log.details('inputVideo')).toEqual([expect.objectContaining({ codec: 'vp8' })]);
    });
  });

  test.each(DIALECTS)(
    '%s: sends data after its microphone was unpublished, without a reconnect',
    { timeout: 90_000 },
    async (dialect) => {
      await using host = await hostRooms({ renderer: await pickRenderer('echo') });
      const log = new EventLog();
      await host.rooms.createRoom('studio', { events: log.events });
      await withPage('livekit-client', async (page) => {
        const token = await host.rooms.mintToken({ room: 'studio', identity: 'user' });
        await join(page, host.url, token, 'user', undefined, dialect);
        await page.page.evaluate(async () => {
          const local = window.rooms.user?.localParticipant;
          const [microphone] = (await navigator.mediaDevices.getUserMedia({ audio: true })).getAudioTracks();
          if (!local || !microphone) throw new Error('No participant or microphone.');
          for (const word of ['one', 'two']) {
            await local.publishTrack(microphone, { source: window.library.Track.Source.Microphone });
            await local.unpublishTrack(microphone, false);
            await local.publishData(new TextEncoder().encode(word), { reliable: true });
          }
        });
        await expect.poll(() => log.details('data')).toHaveLength(2);
        expect(log.names()).not.toContain('signalLost');
        expect(host.sockets).toHaveLength(1);
      });
    },
  );

  test('audio comes back beside the video', { timeout: 90_000 }, async () => {
    await using host = await hostRooms({ renderer: await pickRenderer('echo') });
    await host.rooms.createRoom('studio');
    await withPage('livekit-client', async (page) => {
      const token = await host.rooms.mintToken({ room: 'studio', identity: 'user' });
      await join(page, host.url, token, 'user', 'vp8');
      await moreFrames(page, 'user', 5);
      const heard = await page.page.evaluate(async () => {
        const { RoomEvent, Track } = window.library;
        const room = window.rooms.user;
        const arrived = new Promise<RTCRtpReceiver | undefined>((resolve) => {
          room?.on(RoomEvent.TrackSubscribed, (track) => {
            if (track.kind === Track.Kind.Audio)
              resolve((track as unknown as { receiver?: RTCRtpReceiver }).receiver);
          });
        });
        const sound = await navigator.mediaDevices.getUserMedia({ audio: true });
        const [microphone] = sound.getAudioTracks();
        if (microphone)
          await room?.localParticipant.publishTrack(microphone, { source: Track.Source.Microphone });
        const receiver = await arrived;
        for (let attempt = 0; attempt < 100; attempt++) {
          let packets = 0;
          (await receiver?.getStats())?.forEach((report: RTCStats) => {
            if (report.type === 'inbound-rtp')
              packets = (report as RTCInboundRtpStreamStats).packetsReceived ?? 0;
          });
          if (packets > 50) return packets;
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
        return 0;
      });
      expect(heard).toBeGreaterThan(50);
      expect((await moreFrames(page, 'user', 5)).width).toBeGreaterThanOrEqual(640);
    });
  });

  test('without a camera the test card shows', { timeout: 90_000 }, async () => {
    await using host = await hostRooms({ renderer: await pickRenderer('testcard') });
    await host.rooms.createRoom('studio');
    await withPage('livekit-client', async (page) => {
      await join(page, host.url, await host.rooms.mintToken({ room: 'studio', identity: 'user' }), 'user');
      expect(await moreFrames(page, 'user', 10)).toMatchObject({ width: 640, height: 360 });
    });
  });
});
