import { describe, expect, test } from 'vitest';
import { startMock, type MockOptions, type RunningMock } from '../../../src/index.js';
import { reportSkip } from '../../support/report-skip.js';
import { noBrowser, withPage } from '../with-page.js';
import { HttpPage } from './http-page.js';

const KEY = 'dct_http_page';
const PATIENCE = { timeout: 45_000 };

const start = (options: MockOptions = {}): Promise<RunningMock> =>
  startMock({ seed: 'http-page', now: '2026-10-08T12:00:00Z', render: 'testcard', ...options });

const withSession = <T>(
  mock: RunningMock,
  constraints: { maxSessionDuration?: number },
  fn: (page: HttpPage) => Promise<T>,
): Promise<T> =>
  withPage('none', async (test) => {
    const { tokens } = mock.world.account(KEY);
    const options = { allowedOrigins: [test.origin], expiresIn: 600, ...constraints };
    const { apiKey } = await tokens.mint(options);
    return fn(new HttpPage(mock, test, apiKey));
  });

describe.skipIf(reportSkip(noBrowser()))('HTTP signalling from a page', () => {
  test.each(['testcard', 'transform'])(
    'offers, trickles, gets events, shows a prompt in the output of %s, and is billed',
    { timeout: 120_000 },
    async (render) => {
      await using mock = await start({ render });
      const { sessions } = mock.world.account(KEY);
      await withSession(mock, {}, async (page) => {
        const began = Date.now();
        const made = await page.connect({ model: 'lucy-2.5', prompt: 'a red cat' });
        const took = Date.now() - began;
        expect(made).toEqual({
          status: 201,
          location: `/v1/realtime/sessions/${made.sessionId}`,
          etag: '"1"',
          sessionId: made.sessionId,
        });
        await page.frames(1);
        const firstFrame = Date.now() - began;
        const before = await page.frames(20);
        expect(await page.call('POST', '/prompt', { prompt: 'deep sea' })).toMatchObject({
          status: 200,
          json: { success: true, error: null },
        });
        const after = await page.movedFrom(before.rgb, 40);

        // The page's last candidate marks their end.
        await expect.poll(async () => (await page.state()).heard.at(-1), PATIENCE).toBeNull();
        const { state, tags, patched, errors, heard } = await page.state();
        expect(state).toBe('connected');
        expect(patched.length).toBeGreaterThan(0);
        expect(new Set(patched)).toEqual(new Set([204]));
        expect(tags).toEqual(tags.map((_, index) => `"${index + 1}"`));
        expect(heard.length).toBeGreaterThan(1);
        const stale = await page.call('PATCH', '', { candidates: [null] }, tags[0]);
        expect(stale).toMatchObject({ status: 412, json: { title: 'Precondition Failed', status: 412 } });

        const [record] = sessions.list();
        expect(record).toMatchObject({ id: made.sessionId, dialect: 'http', stage: 'generating' });
        await expect.poll(() => record?.seconds, PATIENCE).toBeGreaterThan(1);
        const bill = await page.call('DELETE', '');
        expect(bill).toMatchObject({
          status: 200,
          json: { session_id: made.sessionId, billed_seconds: record?.seconds, reason: 'client_ended' },
        });
        const { duration_seconds: lasted } = bill.json as { duration_seconds: number };
        expect(lasted).toBeGreaterThanOrEqual(record?.seconds ?? Infinity);
        expect(await page.call('DELETE', '')).toMatchObject({ status: 404 });
        // The stream ends with the session, and a browser that reconnects gets a final 404.
        await expect.poll(async () => (await page.state()).listening, PATIENCE).toBe(2);
        console.info(
          `| none (fetch) | http | default | ${render} | ${took} | ${firstFrame} | ${after.frames} | ${errors.length} |`,
        );
        expect(errors).toEqual([]);
        expect(page.test.errors).toEqual([]);
      });
    },
  );

  test('gets the duration limit as an event', { timeout: 90_000 }, async () => {
    await using mock = await start({ clock: { rate: 5 } });
    await withSession(mock, { maxSessionDuration: 10 }, async (page) => {
      await page.connect({ model: 'lucy-2.5', prompt: 'a red cat' });
      await page.frames(1);
      await expect
        .poll(async () => (await page.state()).errors, PATIENCE)
        .toEqual([{ title: 'Session duration limit reached', detail: 'Session duration limit reached' }]);
      // The session has ended with its limit.
      expect(await page.call('DELETE', '')).toMatchObject({ status: 404 });
    });
  });
});
