import type * as LiveKit from 'livekit-client';
import { describe, expect, test } from 'vitest';
import type { RunningMock } from '../../src/index.js';
import { accountOf, connect } from '../unit/realtime/support/start.js';
import { startReal } from '../media/support/joined.js';
import { eventually } from '../media/support/room-host.js';
import { reportSkip } from '../support/report-skip.js';
import type { Tools } from './page-tools.js';
import { noBrowser, withPage, type TestPage } from './with-page.js';

declare global {
  interface Window {
    library: typeof LiveKit;
    tools: Tools;
    session: { room: LiveKit.Room; camera: MediaStreamTrack };
  }
}

/** A room that shows the model's video, in the page. */
const openRoom = ({ page }: TestPage, singlePeerConnection: boolean): Promise<void> =>
  page.evaluate(async (singlePeerConnection) => {
    const { Room, RoomEvent, Track } = window.library;
    const room = new Room({ adaptiveStream: false, dynacast: false, singlePeerConnection });
    room.on(RoomEvent.TrackSubscribed, (track) => {
      if (track.kind === Track.Kind.Video)
        window.tools.show('model', new MediaStream([track.mediaStreamTrack]));
    });
    const [camera] = (await window.tools.camera()).getVideoTracks();
    if (!camera) throw new Error('No camera.');
    window.session = { room, camera };
  }, singlePeerConnection);

const enter = ({ page }: TestPage, url: unknown, token: unknown): Promise<void> =>
  page.evaluate(
    async ([url, token]) => {
      const { room, camera } = window.session;
      await room.connect(url, token);
      await room.localParticipant.publishTrack(camera, { source: window.library.Track.Source.Camera });
    },
    [String(url), String(token)] as const,
  );

const moreFrames = ({ page }: TestPage, more: number) =>
  page.evaluate((more) => window.tools.moreFrames('model', more), more);

const ticking = (mock: RunningMock): boolean =>
  accountOf(mock).clock.pending.some(({ label }) => label === 'generation tick');

describe.skipIf(reportSkip(noBrowser()))('a browser in its session’s room', { timeout: 120_000 }, () => {
  test.each([true, false])(
    'goes on counting after a full reconnect, and not for a stopped camera that it publishes again (one peer connection: %s)',
    async (single) => {
      await using mock = await startReal({ render: 'testcard' });
      const { clock } = accountOf(mock);
      await using client = await connect(mock);
      client.send({ type: 'livekit_join', passthrough: false });
      client.send({ type: 'prompt', prompt: 'Anime style' });
      const { livekit_url: url, token } = await client.next('livekit_room_info');
      await withPage('livekit-client', async (page) => {
        await openRoom(page, single);
        await enter(page, url, token);
        await client.next('generation_started');
        await clock.advance(2_000);
        await client.next('generation_tick', 2);

        await page.page.evaluate(async () => {
          const { room } = window.session;
          const back = new Promise<void>((resolve) =>
            room.once(window.library.RoomEvent.Reconnected, resolve),
          );
          await room.simulateScenario('full-reconnect');
          await back;
        });
        await eventually('the ticks after the reconnect', () => ticking(mock));
        await clock.advance(1_000);
        await client.next('generation_tick', 3);

        // The room stops the camera, as for SDK 0.1, which then publishes it again.
        const ended = await page.page.evaluate(async () => {
          const { room, camera } = window.session;
          await room.disconnect();
          return camera.readyState;
        });
        expect(ended).toBe('ended');
        await enter(page, url, token);
        await moreFrames(page, 40);
        expect(ticking(mock)).toBe(false);
        await clock.advance(3_000);
        await client.settled();
        expect(client.of('generation_tick')).toHaveLength(3);
        expect(page.errors).toEqual([]);
      });
    },
  );

  test('a muted camera pauses the seconds, and they go on with it', async () => {
    await using mock = await startReal({ render: 'testcard' });
    await using client = await connect(mock);
    client.send({ type: 'livekit_join', passthrough: false });
    client.send({ type: 'prompt', prompt: 'Anime style' });
    const { livekit_url: url, token } = await client.next('livekit_room_info');
    await withPage('livekit-client', async (page) => {
      await openRoom(page, true);
      await enter(page, url, token);
      await client.next('generation_started');
      const setMuted = (muted: boolean) =>
        page.page.evaluate(async (muted) => {
          const [publication] = window.session.room.localParticipant.videoTrackPublications.values();
          await (muted ? publication?.mute() : publication?.unmute());
        }, muted);
      await setMuted(true);
      await eventually('the pause', () => !ticking(mock));
      await setMuted(false);
      await eventually('the ticks again', () => ticking(mock));
      await moreFrames(page, 5);
    });
  });
});
