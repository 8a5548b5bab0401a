import { describe, expect, test } from 'vitest';
import { startMock, type MockOptions, type RunningMock } from '../../../src/index.js';
import { reportSkip } from '../../support/report-skip.js';
import { noBrowser } from '../with-page.js';
import { withSdk, type SdkPage } from './sdk-page.js';
import { countFromTimeOrigin } from './time-origin.js';

const start = (render: NonNullable<MockOptions['render']>): Promise<RunningMock> =>
  startMock({ seed: 'browser', now: '2026-10-08T12:00:00Z', render });

const connect = (page: SdkPage, codec: string): Promise<number> =>
  page.connect({ model: 'lucy-2.5', prompt: 'a red cat', codec, debugQuality: true });

describe.skipIf(reportSkip(noBrowser()))('glass-to-glass figures of SDK 0.1.20', () => {
  test.each([
    ['echo', 'h264'],
    ['echo', 'vp8'],
    ['echo', 'vp9'],
    ['transform', 'h264'],
    ['transform', 'vp8'],
    ['testcard', 'h264'],
  ] as const)('%s carries the capture time of %s', { timeout: 90_000 }, async (render, codec) => {
    await using mock = await start(render);
    await withSdk('sdk-0.1.20', mock, async (page) => {
      await countFromTimeOrigin(page);
      await connect(page, codec);
      const { latency, errors } = await page.until(
        'five samples',
        ({ matched }) => matched >= 5,
        'remote',
        40_000,
      );
      console.info(`| ${render} | ${codec} | ${JSON.stringify(latency)} |`);
      expect(latency?.dropRatio).toBe(null);
      // Above nothing, and below what a viewer would call broken; a busy machine is slow.
      expect(latency?.medianMs).toBeGreaterThan(0);
      expect(latency?.medianMs).toBeLessThan(5_000);
      expect(latency?.ttffMs).toBeGreaterThan(0);
      expect(errors).toEqual([]);
      expect(page.test.errors).toEqual([]);
    });
  });

  test.each(['h264', 'vp8'])(
    'a viewer that cannot cut off trailers decodes the %s frames of a session with them',
    { timeout: 90_000 },
    async (codec) => {
      await using mock = await start('echo');
      await withSdk('sdk-0.1.20', mock, async (page) => {
        await connect(page, codec);
        await page.frames(3);
        const { subscribeToken } = await page.session();
        await page.watch('viewer', subscribeToken ?? '');
        await page.frames(20, 'viewer');
      });
    },
  );
});
