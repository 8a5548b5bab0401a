import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Credits } from '../../../src/world/billing/credits.js';
import { Quota } from '../../../src/world/billing/quota.js';
import { World } from '../../../src/world/world.js';

describe('credits', () => {
  test('are drawn until they run out', () => {
    const credits = new Credits(10, undefined);
    expect(credits.draw(4, 0, 'a')).toBe(true);
    expect(credits.draw(6, 0, 'b')).toBe(true);
    expect(credits.draw(0.01, 0, 'c')).toBe(false);
    expect(credits.draw(0, 0, 'an empty purse covers nothing')).toBe(false);
    expect(credits.available()).toBe(0);
  });

  test('reserved credits cannot be spent', () => {
    const credits = new Credits(10, undefined);
    credits.reserve({ id: 'job', amount: 8, at: 100, outcome: 'charge', now: () => 0 });
    expect(credits.draw(3, 0, 'x')).toBe(false);
    expect(credits.draw(2, 0, 'x')).toBe(true);
  });

  test('are topped up when they fall below the mark', () => {
    const credits = new Credits(12, { below: 10, to: 50 });
    expect(credits.draw(2, 0, 'stays at the mark')).toBe(true);
    expect(credits.available()).toBe(10);
    expect(credits.draw(1, 7, 'falls below')).toBe(true);
    expect(credits.available()).toBe(49);
    expect(credits.ledger().map(({ kind, at, amount }) => [kind, at, amount])).toEqual([
      ['draw', 0, -2],
      ['top-up', 7, 40],
      ['draw', 7, -1],
    ]);
  });

  test('stay exact, and the ledger adds up', () => {
    const step = fc.record({
      amount: fc.integer({ min: 1, max: 5_000 }).map((cents) => cents / 100),
      how: fc.constantFrom('draw' as const, 'charge' as const, 'refund' as const),
      later: fc.nat(100),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 50 }), (steps) => {
        let now = 0;
        const credits = new Credits(200, undefined);
        let spent = 0;
        for (const [index, { amount, how, later }] of steps.entries()) {
          if (how === 'draw') {
            if (credits.draw(amount, now, 'x')) spent += Math.round(amount * 100);
          } else if (credits.covers(amount, now)) {
            credits.reserve({ id: `${index}`, amount, at: now + later, outcome: how, now: () => now });
            if (how === 'charge') spent += Math.round(amount * 100);
          }
          expect(credits.available()).toBeGreaterThanOrEqual(0);
          expect(credits.available()).toBeCloseTo(credits.balance() - credits.reserved(), 4);
          now += 10;
        }
        now += 1_000;
        expect(credits.reserved()).toBe(0);
        expect(credits.balance()).toBe((20_000 - spent) / 100);
        expect(credits.ledger().at(-1)?.available ?? 200).toBe(credits.balance());
      }),
    );
  });
});

describe('the quota', () => {
  test('holds a slot for 5 s after a clean end, and 45 s after a crash', () => {
    let now = 0;
    const quota = new Quota(2);
    expect([
      quota.acquire('a', () => now),
      quota.acquire('b', () => now),
      quota.acquire('c', () => now),
    ]).toEqual([true, true, false]);
    quota.release('a', 'clean');
    quota.release('b', 'crash');
    const views = [0, 4_999, 5_000, 44_999, 45_000].map((at) => {
      now = at;
      return quota.view();
    });
    expect(views.map(({ active }) => active)).toEqual([2, 2, 1, 1, 0]);
    expect(quota.view()).toEqual({ limit: 2, active: 0, remaining: 2 });
  });

  test('lowered below the running sessions leaves none free, and ends none', () => {
    const quota = new Quota(null);
    for (const id of ['a', 'b', 'c']) quota.acquire(id, () => 0);
    expect(quota.view()).toEqual({ limit: null, active: null, remaining: null });
    quota.limit = 2;
    expect(quota.view()).toEqual({ limit: 2, active: 3, remaining: 0 });
  });
});

describe('an organisation', () => {
  const shared = () =>
    new World({
      clock: { mode: 'manual', now: 0 },
      organisations: { acme: { credits: 10, autoTopUp: null, maxConcurrentSessions: 1 } },
      keys: { dct_a: { organisation: 'acme' }, dct_b: { organisation: 'acme' }, dct_c: {} },
    });

  test('shares credits and quota among its keys only', () => {
    const world = shared();
    const [a, b, c] = ['dct_a', 'dct_b', 'dct_c'].map((key) => world.account(key));
    a?.organisation.credits.draw(10, 0, 'x');
    expect(b?.organisation.credits.available()).toBe(0);
    expect(c?.organisation.credits.available()).toBe(1_000);
    a?.organisation.quota.acquire('s', () => 0);
    expect(b?.organisation.quota.view()).toEqual({ limit: 1, active: 1, remaining: 0 });
  });

  test('survives the reset of a key', async () => {
    const world = shared();
    const a = world.account('dct_a');
    const b = world.account('dct_b');
    a.organisation.credits.reserve({
      id: 'j',
      amount: 4,
      at: 100,
      outcome: 'charge',
      now: () => a.clock.now(),
    });
    await b.clock.advance(1_000);
    expect(b.organisation.credits.reserved()).toBe(4);
    await a.clock.advance(100);
    expect(b.organisation.credits.balance()).toBe(6);
    await world.reset('dct_a');
    expect(world.account('dct_a').organisation.credits.balance()).toBe(6);
  });
});
