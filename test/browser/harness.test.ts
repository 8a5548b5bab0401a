import { describe, expect, test } from 'vitest';
import { reportSkip } from '../support/report-skip.js';
import { noBrowser, withPage, type PageLibrary } from './with-page.js';

describe.skipIf(reportSkip(noBrowser()))('a page around an SDK', () => {
  test.each<PageLibrary>(['sdk-0.0.46', 'sdk-0.1.3', 'sdk-0.1.14', 'sdk-0.1.20'])(
    '%s loads, has its client and a camera',
    { timeout: 60_000 },
    async (library) => {
      await withPage(library, async ({ page, origin, errors }) => {
        const found = await page.evaluate(async () => {
          const { library, tools } = window as unknown as {
            library: { createDecartClient(options: { apiKey: string }): { realtime: object } };
            tools: { camera(): Promise<MediaStream> };
          };
          const client = library.createDecartClient({ apiKey: 'dct_test' });
          return { realtime: typeof client.realtime, tracks: (await tools.camera()).getVideoTracks().length };
        });
        expect(found).toEqual({ realtime: 'object', tracks: 1 });
        expect(origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
        expect(errors).toEqual([]);
      });
    },
  );

  test('a WebSocket to the built-in host can be redirected', { timeout: 60_000 }, async () => {
    const webSocket = { from: 'wss://api3.decart.ai', to: 'ws://127.0.0.1:9' };
    await withPage(
      'sdk-0.0.46',
      async ({ page }) => {
        const url = await page.evaluate(() => new WebSocket('wss://api3.decart.ai/v1/stream?model=x').url);
        expect(url).toBe('ws://127.0.0.1:9/v1/stream?model=x');
      },
      { webSocket },
    );
  });
});
