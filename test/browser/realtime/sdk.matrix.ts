import { describe, expect, test } from 'vitest';
import { startMock, type MockOptions, type RunningMock } from '../../../src/index.js';
import { reportSkip } from '../../support/report-skip.js';
import { CHANGE, distance } from '../page-tools.js';
import { noBrowser, type PageLibrary } from '../with-page.js';
import { withSdk } from './sdk-page.js';

const KEY = 'dct_browser';

const start = (options: MockOptions = {}): Promise<RunningMock> =>
  startMock({ seed: 'browser', now: '2026-10-08T12:00:00Z', render: 'testcard', ...options });

/** Versions with their model names, a date of their time, and the codecs that they can request. */
const versions: readonly (readonly [
  library: PageLibrary,
  model: string,
  day: string,
  codec: string | undefined,
])[] = [
  ['sdk-0.0.46', 'lucy_2_rt', '2026-03-01T00:00:00Z', undefined],
  ['sdk-0.1.3', 'lucy-2.1', '2026-06-01T00:00:00Z', undefined],
  ['sdk-0.1.3', 'lucy-2.1', '2026-06-01T00:00:00Z', 'vp9'],
  ['sdk-0.1.14', 'lucy-2.5', '2026-07-10T00:00:00Z', 'h264'],
  ['sdk-0.1.14', 'lucy-2.5', '2026-07-10T00:00:00Z', 'vp8'],
  ['sdk-0.1.20', 'lucy-2.5', '2026-10-08T00:00:00Z', undefined],
  ['sdk-0.1.20', 'lucy-2.5', '2026-10-08T00:00:00Z', 'vp8'],
  ['sdk-0.1.20', 'lucy-2.5', '2026-10-08T00:00:00Z', 'vp9'],
];

describe.skipIf(reportSkip(noBrowser()))('real SDKs in a real browser', () => {
  for (const render of ['testcard', 'transform'] as const) {
    // The slower renderer covers each codec and each generation once.
    const tried =
      render === 'testcard' ? versions : versions.filter(([library]) => !/1\.3$|1\.14$/.test(library));
    test.each(tried)(
      `%s requests %s on %s, codec %s, and the ${render} changes with its prompt`,
      { timeout: 90_000 },
      async (library, model, now, codec) => {
        await using mock = await start({ now, render });
        await withSdk(library, mock, async (page) => {
          const took = await page.connect({ model, prompt: 'a red cat', ...(codec && { codec }) });
          const began = Date.now();
          await page.frames(1);
          const firstFrame = Date.now() - began;
          const before = await page.frames(20);
          await page.setPrompt('deep sea');
          // VP9 is the one codec that `transform` sends back unchanged.
          const unaltered = render === 'transform' && codec === 'vp9';
          const after = unaltered ? await page.frames(20) : await page.movedFrom(before.rgb, CHANGE);
          if (unaltered) expect(distance(before.rgb, after.rgb)).toBeLessThan(CHANGE);
          expect(['connected', 'generating']).toContain((await page.session()).state);
          const { journal, sessions } = mock.world.account(KEY);
          const [record] = sessions.list();
          await journal.waitForCount({ operation: 'realtime.generation', kind: 'ws' }, 2);
          expect(record).toMatchObject({
            stage: 'generating',
            dialect: library === 'sdk-0.0.46' ? 'direct' : 'livekit',
          });
          if (library !== 'sdk-0.0.46') {
            expect((await page.session()).sessionId).toBe(record?.id);
            await page.until('a tick', ({ ticks }) => ticks.length > 0);
          }
          const { errors } = await page.log();
          await page.disconnect();
          await expect.poll(() => mock.world.account(KEY).sessions.active).toBe(0);
          console.info(
            `| ${library} | ${record?.dialect} | ${codec ?? 'default'} | ${render} | ${took} | ${took + firstFrame} | ${after.frames} | ${errors.length} |`,
          );
          expect(errors).toEqual([]);
          expect(page.test.errors).toEqual([]);
        });
      },
    );
  }

  test.each(['transform', 'echo'] as const)(
    'sdk-0.1.14 finds the numbers that it stamps into its frames in the output of %s',
    { timeout: 60_000 },
    async (render) => {
      await using mock = await start({ now: '2026-07-10T00:00:00Z', render });
      await withSdk('sdk-0.1.14', mock, async (page) => {
        await page.connect({ model: 'lucy-2.5', prompt: 'a red cat on the wall', debugQuality: true });
        // As many as its own connectivity check requires.
        await page.until('five numbers', ({ matched }) => matched >= 5, 'remote', 40_000);
      });
    },
  );

  test('a viewer gets the session’s output', { timeout: 60_000 }, async () => {
    await using mock = await start();
    await withSdk('sdk-0.1.20', mock, async (page) => {
      await page.connect({ model: 'lucy-2.5', prompt: 'a red cat' });
      await page.frames(3);
      const { subscribeToken } = await page.session();
      await page.watch('viewer', subscribeToken ?? '');
      const seen = await page.frames(5, 'viewer');
      expect(distance(seen.rgb, (await page.frames(1)).rgb)).toBeLessThan(20);
    });
  });

  test('without a camera', { timeout: 60_000 }, async () => {
    await using mock = await start();
    await withSdk('sdk-0.1.20', mock, async (page) => {
      await page.connect({ model: 'lucy-2.5', prompt: 'a red cat', camera: false });
      await page.frames(5);
      expect((await page.log()).errors).toEqual([]);
    });
  });

  test('judges its connection by the real bandwidth, and logs no error', { timeout: 90_000 }, async () => {
    await using mock = await start({ render: 'echo' });
    await withSdk('sdk-0.1.20', mock, async (page) => {
      await page.connect({ model: 'lucy-2.5', prompt: 'a red cat' });
      await page.frames(1);
      // The SDK leaves the bandwidth out of its first eight samples, one a second.
      await expect.poll(async () => (await page.log()).quality?.warmingUp).toBe(false);
      await new Promise((resolve) => setTimeout(resolve, 7_000));
      const { quality } = await page.log();
      expect(quality?.metrics.availableUpstreamKbps).toBeGreaterThan(3500);
      expect(quality?.limitingFactor).not.toBe('bandwidth');
      expect(quality?.quality).not.toBe('critical');
      expect(page.test.console.filter((line) => line.startsWith('error'))).toEqual([]);
    });
  });

  test('frames and ticks continue after the camera track is replaced', { timeout: 60_000 }, async () => {
    await using mock = await start({ render: 'echo' });
    await withSdk('sdk-0.1.20', mock, async (page) => {
      await page.connect({ model: 'lucy-2.5', prompt: 'x' });
      await page.frames(10);
      await page.test.page.evaluate(async () => {
        const [track] = (await window.tools.camera(640, 360)).getVideoTracks();
        if (track) await window.sdk.sessions['remote']?.replaceVideoTrack?.(track);
      });
      const { ticks } = await page.log();
      await page.frames(30);
      const { errors } = await page.until('more ticks', (log) => log.ticks.length >= ticks.length + 2);
      expect(errors).toEqual([]);
      expect(mock.world.account(KEY).sessions.active).toBe(1);
    });
  });

  test(
    'a token for this page’s origin is admitted, one for another is rejected at once',
    { timeout: 60_000 },
    async () => {
      await using mock = await start();
      await withSdk('sdk-0.1.20', mock, async (page) => {
        const { tokens } = mock.world.account(KEY);
        const right = await tokens.mint({ allowedOrigins: [page.test.origin], expiresIn: 600 });
        const wrong = await tokens.mint({ allowedOrigins: ['https://elsewhere.example'], expiresIn: 600 });
        await page.connect({ model: 'lucy-2.5', prompt: 'x', key: right.apiKey });
        await page.frames(1);
        const began = Date.now();
        await expect(page.connect({ label: 'second', model: 'lucy-2.5', key: wrong.apiKey })).rejects.toThrow(
          'Origin not allowed',
        );
        expect(Date.now() - began).toBeLessThan(10_000); // what it tries again takes 25 s
      });
    },
  );

  test(
    'over the concurrency limit the SDK tries six times, then reports the reason',
    { timeout: 90_000 },
    async () => {
      await using mock = await start({ keys: { [KEY]: { maxConcurrentSessions: 0 } } });
      await withSdk('sdk-0.1.20', mock, async (page) => {
        await expect(page.connect({ model: 'lucy-2.5', prompt: 'x' })).rejects.toThrow(
          /Concurrent session limit reached\.|1013/,
        );
        expect(mock.world.account(KEY).journal.count({ error: 'concurrency_limit' })).toBe(6);
      });
    },
  );

  test('the duration limit arrives as an error, and the ticks stop', { timeout: 60_000 }, async () => {
    await using mock = await start({ clock: { rate: 5 } });
    await withSdk('sdk-0.1.20', mock, async (page) => {
      const { apiKey } = await mock.world
        .account(KEY)
        .tokens.mint({ maxSessionDuration: 10, expiresIn: 3_600 });
      await page.connect({ model: 'lucy-2.5', prompt: 'x', key: apiKey });
      const { errors, ticks } = await page.until('the error', (log) => log.errors.length > 0);
      expect(errors).toEqual(['Session duration limit reached']);
      expect(ticks.at(-1)).toBe(12);
    });
  });

  test('after a dropped socket the SDK reconnects with a new session', { timeout: 60_000 }, async () => {
    await using mock = await start();
    mock.world.account(KEY).rules.add({
      operation: 'realtime.generation',
      when: { first: 1 },
      effect: { type: 'drop', afterMs: 1_500 },
    });
    await withSdk('sdk-0.1.20', mock, async (page) => {
      await page.connect({ model: 'lucy-2.5', prompt: 'x' });
      const { sessionId } = await page.session();
      const { states } = await page.until('the reconnect', ({ states }) => {
        const again = states.indexOf('reconnecting');
        return again >= 0 && states.slice(again).includes('connected');
      });
      expect(states).toContain('reconnecting');
      expect((await page.session()).sessionId).not.toBe(sessionId);
    });
  });

  test('reports the queue, and its end', { timeout: 60_000 }, async () => {
    await using mock = await start();
    mock.world.account(KEY).rules.add({
      operation: 'realtime.join',
      effect: { type: 'queue', position: 2, everyMs: 500, forMs: 1_500 },
    });
    await withSdk('sdk-0.1.20', mock, async (page) => {
      await page.connect({ model: 'lucy-2.5', prompt: 'x' });
      await page.frames(1);
      expect((await page.log()).errors).toEqual([]);
    });
  });
});
