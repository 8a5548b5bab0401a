import { describe, expect, test } from 'vitest';
import { startMock } from '../../../src/index.js';
import { reportSkip } from '../../support/report-skip.js';
import { noBrowser } from '../with-page.js';
import { withSdk } from './sdk-page.js';
import { countFromTimeOrigin } from './time-origin.js';

describe.skipIf(reportSkip(noBrowser()))('the pace "live" in a browser', () => {
  test(
    'SDK 0.1.20 waits for its room and its first frame, and its output is late',
    { timeout: 90_000 },
    async () => {
      await using mock = await startMock({
        seed: 'pace',
        now: '2026-10-08T12:00:00Z',
        render: 'echo',
        pace: 'live',
      });
      await withSdk('sdk-0.1.20', mock, async (page) => {
        await countFromTimeOrigin(page);
        const began = Date.now();
        const connected = await page.connect({ model: 'lucy-2.5', prompt: 'a red cat', debugQuality: true });
        await page.frames(1);
        const firstFrame = Date.now() - began;
        const changing = Date.now();
        await page.setPrompt('deep sea');
        const acked = Date.now() - changing;
        const { latency } = await page.until('five samples', ({ matched }) => matched >= 5);
        console.info(`| ${connected} | ${firstFrame} | ${acked} | ${JSON.stringify(latency)} |`);
        // No upper bounds here: a busy machine adds its own time. The tests on a manual clock have them.
        expect(connected).toBeGreaterThanOrEqual(2_300);
        expect(firstFrame).toBeGreaterThanOrEqual(4_300);
        expect(acked).toBeGreaterThanOrEqual(130);
        expect(latency?.medianMs).toBeGreaterThanOrEqual(840);
        expect((await page.log()).errors).toEqual([]);
      });
    },
  );
});
