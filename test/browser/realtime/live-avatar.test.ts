import { describe, expect, test } from 'vitest';
import { startMock, type MockOptions, type RunningMock } from '../../../src/index.js';
import { reportSkip } from '../../support/report-skip.js';
import { noBrowser, withPage } from '../with-page.js';
import { speak, startAvatar, watchAvatar, type AvatarOptions } from './avatar-page.js';
import { playClip, startSdkAvatar } from './avatar-sdk-page.js';
import { withSdk } from './sdk-page.js';

const KEY = 'dct_browser';

const start = (options: MockOptions): Promise<RunningMock> => startMock({ seed: 'avatar', ...options });

/** Of 25 pictures a second; a busy machine drops some of them, and a still picture has none. */
const FEWEST_A_SECOND = 10;

type Flow = readonly [
  address: string,
  day: string,
  render: NonNullable<MockOptions['render']>,
  portrait: AvatarOptions['portrait'],
  codec: AvatarOptions['codec'],
];

const flows: readonly Flow[] = [
  ['/v1/avatar-live/stream?', '2025-12-30', 'testcard', 'image/png', 'video/VP8'],
  ['/v1/live_avatar/stream?', '2026-01-10', 'testcard', 'image/webp', 'video/H264'],
  ['/v1/live_avatar/stream?model=live_avatar&', '2026-02-01', 'echo', 'image/jpeg', undefined],
  ['/v1/stream?model=live_avatar&', '2026-03-10', 'transform', 'image/webp', undefined],
  ['/v1/stream?model=live-avatar&', '2026-05-01', 'transform', 'image/png', 'video/VP8'],
];

describe.skipIf(reportSkip(noBrowser()))('a live avatar in a page without an SDK', () => {
  test.each(flows)(
    '%s on %s by %s: a picture in %s (%s) is shown at once, and moves with the sound',
    { timeout: 90_000 },
    async (address, now, render, portrait, codec) => {
      await using mock = await start({ now, render });
      await withPage('none', async ({ page, errors }) => {
        const url = `${mock.realtimeUrl}${address}api_key=${KEY}`;
        const began = await startAvatar(page, { url, portrait, ...(codec && { codec }) });
        expect(began).toMatchObject({ width: 1280, height: 720 });
        expect(began.types.indexOf('set_image_ack')).toBeLessThan(began.types.indexOf('answer'));
        // It was 3 s when the model waited for a camera.
        expect(began.firstPicture).toBeLessThan(2000);

        const silent = await watchAvatar(page);
        expect(silent.rate).toBeGreaterThan(FEWEST_A_SECOND);
        expect(silent.rate).toBeLessThan(30);
        expect(silent.moving).toBeGreaterThan(0.9);
        expect(silent.mouth).toBeLessThan(0.03);
        expect(silent.peak).toBeLessThan(0.02);
        // The portrait is square.
        const [left, centre, right] = silent.light;
        expect(Math.max(left, right)).toBeLessThan(20);
        expect(centre).toBeGreaterThan(100);

        await speak(page, 0.5);
        // The sound takes its time on a busy machine.
        await expect.poll(async () => (await watchAvatar(page, 1)).mouth).toBeGreaterThan(0.1);
        const loud = await watchAvatar(page);
        expect(loud.mouth).toBeGreaterThan(0.1);
        expect(loud.peak).toBeGreaterThan(0.3);
        console.info(
          `| ${address} | ${render} | ${portrait} | ${codec ?? 'any'} | ack ${began.acked.toFixed()} ms | answer ${began.answered.toFixed()} ms | first picture ${began.firstPicture.toFixed()} ms | started ${began.started.toFixed()} ms | ${began.width}x${began.height} | ${silent.rate.toFixed(1)}/s, shown ${silent.shown.toFixed(1)}/s | mouth ${silent.mouth.toFixed(3)} to ${loud.mouth.toFixed(3)} |`,
        );
        expect(errors).toEqual([]);
      });
    },
  );

  test('the SDK’s playAudio opens the mouth, and it shuts after the clip', { timeout: 90_000 }, async () => {
    await using mock = await start({ now: '2026-03-10', render: 'testcard' });
    await withSdk('sdk-0.0.46', mock, async ({ test: { page, errors } }) => {
      await startSdkAvatar(page, KEY);
      const idle = await watchAvatar(page);
      expect(idle.rate).toBeGreaterThan(FEWEST_A_SECOND);
      expect(idle.moving).toBeGreaterThan(0.9);
      expect(idle.mouth).toBeLessThan(0.03);
      await playClip(page, 3);
      const speaking = await watchAvatar(page, 2);
      expect(speaking.mouth).toBeGreaterThan(0.1);
      expect(speaking.peak).toBeGreaterThan(0.3);
      await page.evaluate(() => window.clip);
      await watchAvatar(page, 1);
      const after = await watchAvatar(page, 1);
      expect(after.mouth).toBeLessThan(0.03);
      expect(mock.world.account(KEY).sessions.list()).toMatchObject([
        { model: 'live-avatar', stage: 'generating', dialect: 'direct' },
      ]);
      expect(errors).toEqual([]);
    });
  });
});
