import { writeFileSync } from 'node:fs';
import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import { startMock } from '../../../src/index.js';
import { reportSkip } from '../../support/report-skip.js';
import { noBrowser } from '../with-page.js';
import { withSdk } from './sdk-page.js';

/** Mean colour of the left or right half of an image. */
function half(png: PNG, side: 0 | 1): number[] {
  const sums = [0, 0, 0];
  for (let y = 0; y < png.height; y++)
    for (let x = 0; x < png.width / 2; x++) {
      const at = (y * png.width + x + side * Math.floor(png.width / 2)) * 4;
      for (let channel = 0; channel < 3; channel++)
        sums[channel] = (sums[channel] ?? 0) + (png.data[at + channel] ?? 0);
    }
  return sums.map((sum) => sum / ((png.height * png.width) / 2));
}

test.skipIf(reportSkip(noBrowser()))(
  'the camera on the left, the model’s output on the right',
  { timeout: 60_000 },
  async () => {
    await using mock = await startMock({ seed: 'screenshot', render: 'transform' });
    await withSdk('sdk-0.1.20', mock, async (page) => {
      await page.connect({ label: 'the model', model: 'lucy-2.5', prompt: 'deep sea' });
      const { page: tab } = page.test;
      await tab.setViewportSize({ width: 996, height: 294 });
      await tab.evaluate(async () => {
        window.tools.show('camera', await window.tools.camera());
        const camera = document.querySelector('video[title="camera"]');
        if (camera) document.body.prepend(camera);
        Object.assign(document.body.style, {
          margin: '12px',
          display: 'flex',
          gap: '12px',
          background: '#222',
        });
      });
      await page.frames(5, 'camera');
      await page.frames(60, 'the model');
      const picture = await tab.screenshot();
      // `UPDATE_SCREENSHOT=1 npx vitest run test/browser/realtime/screenshot.test.ts` updates the one in docs/.
      if (process.env.UPDATE_SCREENSHOT) writeFileSync('docs/tutorial/realtime.png', picture);
      const png = PNG.sync.read(picture);
      const [left, right] = [half(png, 0), half(png, 1)];
      expect(Math.hypot(...left.map((value, index) => value - (right[index] ?? 0)))).toBeGreaterThan(20);
    });
  },
);
