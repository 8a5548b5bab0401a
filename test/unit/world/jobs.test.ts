import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Random } from '../../../src/world/random/random.js';
import type { JobStatus } from '../../../src/contract/types.js';
import { ending, makePlan, nextChange, statusAt, type JobPlan } from '../../../src/world/jobs/plan.js';
import { submitJob, type JobSubmission } from '../../../src/world/jobs/submit.js';
import { Workers } from '../../../src/world/queueing/workers.js';
import type { Effect } from '../../../src/world/rules/effects/effect.js';
import { World, type WorldOptions } from '../../../src/world/world.js';

const TIMEOUT = 600_000;
const rank: Record<JobStatus, number> = { pending: 0, processing: 1, completed: 2, failed: 2 };

const duration = fc.oneof(
  fc.nat(2 * TIMEOUT),
  fc.constantFrom(0, 1, TIMEOUT - 1, TIMEOUT, TIMEOUT + 1),
  fc.record({ uniform: fc.tuple(fc.nat(1_000), fc.integer({ min: 1_000, max: TIMEOUT })) }),
  fc.record({
    lognormal: fc.record({ median: fc.nat(60_000), sigma: fc.double({ min: 0, max: 3, noNaN: true }) }),
  }),
);
const effects = fc
  .record(
    {
      type: fc.constant('plan' as const),
      outcome: fc.constantFrom('completed' as const, 'failed' as const, 'hang' as const),
      pending: duration,
      processing: duration,
    },
    { requiredKeys: ['type'] },
  )
  .map((plan): readonly Effect[] => [plan as Effect]);
const plans = fc
  .tuple(effects, duration, duration, fc.string(), fc.option(fc.nat(2 * TIMEOUT)))
  .map(([asked, pending, processing, seed, wait]): JobPlan =>
    makePlan(asked, { pending, processing }, TIMEOUT, new Random(seed), (earliest) =>
      Math.max(earliest, wait ?? 0),
    ),
  );

describe('a plan', () => {
  test('starts pending, never goes back, and ends in a final status', () => {
    fc.assert(
      fc.property(plans, fc.array(fc.nat(2 * TIMEOUT), { maxLength: 30 }), (plan, times) => {
        const seen = times.toSorted((a, b) => a - b).map((at) => statusAt(plan, at));
        for (const [index, status] of seen.entries())
          expect(rank[status]).toBeGreaterThanOrEqual(rank[seen[index - 1] ?? 'pending']);
        const end = ending(plan);
        expect(rank[end.status]).toBe(2);
        expect(statusAt(plan, end.at)).toBe(end.status);
        expect(statusAt(plan, Number.MAX_SAFE_INTEGER)).toBe(end.status);
        expect(nextChange(plan, end.at)).toBeUndefined();
      }),
    );
  });

  test('ends by the timeout, then as a failure', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const end = ending(plan);
        expect(end.at).toBeLessThanOrEqual(TIMEOUT);
        if (end.at === TIMEOUT) expect(end.status).toBe('failed');
        expect(['completed', 'failed']).toContain(statusAt(plan, TIMEOUT));
      }),
    );
  });

  test('has stages in order of time, and following nextChange visits all of them', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const times = plan.map(({ at }) => at);
        expect(times).toEqual(times.toSorted((a, b) => a - b));
        expect(times.every((at) => Number.isInteger(at) && at >= 0)).toBe(true);
        const visited = [statusAt(plan, 0)];
        for (let at = nextChange(plan, 0); at !== undefined; at = nextChange(plan, at))
          visited.push(statusAt(plan, at));
        expect(visited.at(-1)).toBe(ending(plan).status);
        expect(new Set(visited).size).toBe(visited.length);
      }),
    );
  });
});

describe('workers', () => {
  test('take one job each at a time', () => {
    const orders = fc.array(fc.record({ gap: fc.nat(1_000), wait: fc.nat(500), busy: fc.nat(3_000) }), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), orders, (count, list) => {
        const workers = new Workers(count);
        const runs: { from: number; to: number }[] = [];
        let now = 0;
        for (const { gap, wait, busy } of list) {
          now += gap;
          const deadline = now + 2_000;
          const from = workers.take(now + wait, busy, deadline);
          expect(from).toBeGreaterThanOrEqual(now + wait);
          if (from < deadline) runs.push({ from, to: Math.min(from + busy, deadline) });
        }
        for (const { from } of runs)
          expect(runs.filter((run) => run.from <= from && from < run.to).length).toBeLessThanOrEqual(count);
      }),
    );
  });

  test('start jobs in turn', () => {
    const workers = new Workers(2);
    expect([1, 2, 3, 4, 5].map(() => workers.take(0, 100, 10_000))).toEqual([0, 0, 100, 100, 200]);
  });
});

const order = ({ amount = 5 }: { amount?: number } = {}): JobSubmission => ({
  requestedModel: 'lucy-latest',
  model: 'lucy-2.5',
  prompt: '',
  seed: undefined,
  width: 1280,
  height: 720,
  fps: 20,
  price: priceOf(),
  amount,
  resolution: undefined,
  durationSeconds: undefined,
  upload: undefined,
  reference: undefined,
});
function priceOf(): JobSubmission['price'] {
  const found = new World().catalogue.resolve('lucy-2.5', 'queue', Date.parse('2026-09-01'));
  if (found.state !== 'served') throw new Error('The catalogue has no lucy-2.5.');
  return found.served.price;
}
const account = (options: WorldOptions = {}) =>
  new World({ seed: 'jobs', clock: { mode: 'manual', now: 0 }, ...options }).account('dct_jobs');

describe('a job', () => {
  test('lives a day: pending, processing, completed, forgotten', async () => {
    const one = account();
    const { jobs, clock } = one;
    const job = await submitJob(one, order(), []);
    const life: [number, JobStatus][] = [
      [0, 'pending'],
      [299, 'pending'],
      [300, 'processing'],
      [1_499, 'processing'],
      [1_500, 'completed'],
    ];
    for (const [at, status] of life) {
      await clock.advanceTo(at);
      expect(jobs.status(await jobs.get(job.id))).toBe(status);
    }
    await clock.advance(24 * 3_600_000 - 1);
    expect(await jobs.poll(job)).toBe('completed');
    await clock.advance(1);
    await expect(jobs.get(job.id)).rejects.toMatchObject({ code: 'job_not_found' });
    expect(await jobs.count()).toBe(0);
  });

  test('needs no timer', async () => {
    const one = account();
    for (let index = 0; index < 1_000; index++) await submitJob(one, order(), []);
    expect(one.clock.pending).toEqual([]);
    await one.clock.advance(1_500);
    const all = await one.jobs.list();
    expect(all.every((job) => one.jobs.status(job) === 'completed')).toBe(true);
  });

  test('is removed when all prompts together are too long', async () => {
    const one = account({ limits: { textPerAccount: 250 } });
    const prompt = 'x'.repeat(100);
    const ids: string[] = [];
    for (let index = 0; index < 3; index++) ids.push((await submitJob(one, { ...order(), prompt }, [])).id);
    expect((await one.jobs.list()).map(({ id }) => id)).toEqual(ids.slice(1));
  });

  test('is the same with the same seed', async () => {
    const run = async (): Promise<unknown> => {
      const one = account({
        timing: { pending: { uniform: [0, 500] }, processing: { lognormal: { median: 800, sigma: 1 } } },
      });
      for (let index = 0; index < 10; index++) await submitJob(one, order(), []);
      return one.jobs.list();
    };
    expect(await run()).toEqual(await run());
  });

  test('is charged when it completes, and refunded when it fails', async () => {
    const one = account({ defaults: { credits: 100, autoTopUp: null } });
    const { credits } = one.organisation;
    await submitJob(one, order(), []);
    const cost = credits.reserved();
    expect(cost).toBeGreaterThan(0);
    await submitJob(one, order(), [{ type: 'plan', outcome: 'failed' }]);
    expect([credits.balance(), credits.reserved(), credits.available()]).toEqual([
      100,
      2 * cost,
      100 - 2 * cost,
    ]);
    await one.clock.advance(1_500);
    expect([credits.balance(), credits.reserved(), credits.available()]).toEqual([100 - cost, 0, 100 - cost]);
    expect(credits.ledger().map(({ kind }) => kind)).toEqual(['reserve', 'reserve', 'charge', 'refund']);
  });

  test('is refused without credits', async () => {
    const one = account({ defaults: { credits: 1, autoTopUp: null } });
    await expect(submitJob(one, order({ amount: 1_000 }), [])).rejects.toMatchObject({
      code: 'insufficient_credits',
    });
    expect(await one.jobs.count()).toBe(0);
  });

  test('fails when moderation refuses it', async () => {
    const one = account();
    const job = await submitJob(one, order(), [{ type: 'ack', fail: 'no' }]);
    expect(ending(job.plan)).toEqual({ status: 'failed', at: 1_500 });
  });

  test('on the auto clock shows each status, however fast it is polled', async () => {
    const one = account({
      clock: { mode: 'auto', now: 0, host: { now: () => 0, after: () => ({ cancel: () => undefined }) } },
    });
    const job = await submitJob(one, order(), []);
    const seen = [];
    for (let poll = 0; poll < 4; poll++) seen.push(await one.jobs.poll(job));
    expect(seen).toEqual(['processing', 'completed', 'completed', 'completed']);
  });
});
