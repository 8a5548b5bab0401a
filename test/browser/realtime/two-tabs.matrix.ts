import { expect, test } from 'vitest';
import { startMock } from '../../../src/index.js';
import { reportSkip } from '../../support/report-skip.js';
import { noBrowser } from '../with-page.js';
import { withSdk } from './sdk-page.js';

const KEY = 'dct_two_tabs';
/** Seconds that a token allows a session. */
const CAP = 10;
/** For steps that take seconds on an idle machine. */
const PATIENCE_MS = 90_000;

test.skipIf(reportSkip(noBrowser()))(
  'with one session allowed and a cap of 10 s, the second tab gets its turn when the first one’s time is over',
  { timeout: 300_000 },
  async () => {
    await using mock = await startMock({
      seed: 'two-tabs',
      now: '2026-10-08T12:00:00Z',
      render: 'testcard',
      keys: { [KEY]: { maxConcurrentSessions: 1 } },
    });
    const { tokens, journal } = mock.world.account(KEY);
    const mint = async (): Promise<string> =>
      (await tokens.mint({ expiresIn: 45, maxSessionDuration: CAP, allowedModels: ['lucy-2.5'] })).apiKey;
    const session = { model: 'lucy-2.5', prompt: 'a red cat' };
    await withSdk('sdk-0.1.20', mock, async (first) => {
      await first.connect({ ...session, key: await mint() });
      await first.until('a tick', ({ ticks }) => ticks.length > 0, 'remote', PATIENCE_MS);
      await withSdk('sdk-0.1.20', mock, async (second) => {
        // The SDK dials at 0, 1, 3, 7, 15 and 25 s: refused while the first session runs, admitted after its end.
        await second.connect({ ...session, key: await mint() });
        await second.until('a tick', ({ ticks }) => ticks.length > 0, 'remote', PATIENCE_MS);
        expect(journal.count({ error: 'concurrency_limit' })).toBeGreaterThan(0);

        // The first tab's SDK has joined again under its capped token: connected, without a generation.
        const { errors, states, ticks } = await first.until(
          'the rejoin',
          (log) => log.states.slice(log.states.indexOf('reconnecting')).includes('connected'),
          'remote',
          PATIENCE_MS,
        );
        expect(errors).toEqual(['Session duration limit reached']);
        expect(states.slice(states.indexOf('reconnecting'))).not.toContain('generating');
        await second.until('five ticks', (log) => log.ticks.length >= 5, 'remote', PATIENCE_MS);
        expect((await first.log()).ticks).toEqual(ticks);
      });
    });
  },
);
