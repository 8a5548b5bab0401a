import { expect, test } from 'vitest';
import { startMock } from '../../../src/index.js';
import { reportSkip } from '../../support/report-skip.js';
import { noBrowser } from '../with-page.js';
import { withSdk } from './sdk-page.js';

const KEY = 'dct_two_tabs';
/** Seconds that a token allows a session. The session-queue example has 10; here the clock is advanced past it. */
const CAP = 60;
/** For steps that take seconds on an idle machine. */
const PATIENCE_MS = 90_000;

test.skipIf(reportSkip(noBrowser()))(
  'with one session allowed and a capped token, the second tab gets its turn when the first one’s time is over',
  { timeout: 300_000 },
  async () => {
    await using mock = await startMock({
      seed: 'two-tabs',
      now: '2026-10-08T12:00:00Z',
      render: 'testcard',
      keys: { [KEY]: { maxConcurrentSessions: 1 } },
    });
    const { tokens, journal, clock } = mock.world.account(KEY);
    const mint = async (): Promise<string> =>
      (await tokens.mint({ expiresIn: 600, maxSessionDuration: CAP, allowedModels: ['lucy-2.5'] })).apiKey;
    const session = { model: 'lucy-2.5', prompt: 'a red cat' };
    await withSdk('sdk-0.1.20', mock, async (first) =>
      withSdk('sdk-0.1.20', mock, async (second) => {
        await first.connect({ ...session, key: await mint() });
        await first.until('a tick', ({ ticks }) => ticks.length > 0, 'remote', PATIENCE_MS);
        // The SDK dials at 0, 1, 3, 7, 15 and 25 s: it is refused while the first session runs, and admitted after its end.
        const turn = second.connect({ ...session, key: await mint() });
        await journal.waitForCount({ error: 'concurrency_limit' }, 1, AbortSignal.timeout(PATIENCE_MS));
        await clock.advance(CAP * 1_000);
        await turn;
        await second.until('a tick', ({ ticks }) => ticks.length > 0, 'remote', PATIENCE_MS);

        // The first tab's SDK has joined again under its capped token: connected, without a generation.
        const { errors, states, ticks } = await first.until(
          'the rejoin',
          (log) => log.states.slice(log.states.indexOf('reconnecting')).includes('connected'),
          'remote',
          PATIENCE_MS,
        );
        expect(errors).toEqual(['Session duration limit reached']);
        expect(states.slice(states.indexOf('reconnecting'))).not.toContain('generating');
        const { ticks: before } = await second.log();
        await second.until(
          'two more ticks',
          (log) => log.ticks.length >= before.length + 2,
          'remote',
          PATIENCE_MS,
        );
        expect((await first.log()).ticks).toEqual(ticks);
      }),
    );
  },
);
