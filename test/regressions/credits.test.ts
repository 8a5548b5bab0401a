import { describe, expect, test } from 'vitest';
import { startMock } from '../../src/index.js';
import { Credits } from '../../src/world/billing/credits.js';
import { elapsed } from './support.js';

describe('an organisation', () => {
  test('gets back the reservations of an account that is reset', async () => {
    const organisations = { shared: { credits: 100, autoTopUp: null, maxConcurrentSessions: 1 } };
    const keys = { dct_a: { organisation: 'shared' }, dct_b: { organisation: 'shared' } };
    await using mock = await startMock({ seed: 'org', clock: 'manual', organisations, keys });
    const { organisation, now } = mock.world.account('dct_a');
    organisation.credits.reserve({ id: 'job', amount: 40, at: now() + 600_000, outcome: 'refund', now });
    expect(organisation.quota.acquire('session', now)).toBe(true);
    expect(organisation.credits.available()).toBe(60);
    await mock.world.reset('dct_a');
    expect(organisation.credits.available()).toBe(100);
    expect(mock.world.account('dct_b').organisation.quota.view().remaining).toBe(1);
  });
});

test('100,000 credit reservations take seconds', () => {
  const credits = new Credits(1_000_000, undefined);
  let time = 0;
  const now = (): number => time;
  const reserveAll = (): void => {
    for (let number = 0; number < 100_000; number++) {
      credits.covers(1, now());
      credits.reserve({ id: `job-${number}`, amount: 1, at: 1_000 + number, outcome: 'charge', now });
    }
  };
  // It took half a minute.
  expect(elapsed(reserveAll)).toBeLessThan(10_000);
  time = 1_009;
  expect([credits.reserved(), credits.balance()]).toEqual([99_990, 999_990]);
  time = 200_000;
  expect([credits.reserved(), credits.balance()]).toEqual([0, 900_000]);
});
