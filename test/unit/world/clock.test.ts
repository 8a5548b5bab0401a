import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Clock } from '../../../src/world/time/clock.js';
import { hostTime, type HostTime } from '../../../src/world/time/host-time.js';

/** A host whose time the test moves. */
class FakeHost implements HostTime {
  #now = 1_000_000;
  #timers: { at: number; fn: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  after(ms: number, fn: () => void): { cancel(): void } {
    const timer = { at: this.#now + Math.max(ms, 0), fn };
    this.#timers.push(timer);
    return { cancel: () => void (this.#timers = this.#timers.filter((one) => one !== timer)) };
  }

  get waiting(): number {
    return this.#timers.length;
  }

  /** Lets host time pass, and the event loop turn after each timer. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      const next = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#timers = this.#timers.filter((one) => one !== next);
      this.#now = Math.max(next.at, this.#now);
      next.fn();
      for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
    }
    this.#now = end;
  }
}

describe('manual', () => {
  test('stands still, and moves by the given time', async () => {
    const host = new FakeHost();
    const clock = new Clock({ mode: 'manual', now: 5_000, host });
    await host.pass(60_000);
    expect(clock.now()).toBe(5_000);
    await clock.advance(1);
    expect(clock.now()).toBe(5_001);
    await clock.advanceTo(9_000);
    expect([clock.now(), clock.iso()]).toEqual([9_000, '1970-01-01T00:00:09.000Z']);
    expect(host.waiting).toBe(0);
  });

  test.each([-1, Number.NaN, Infinity])('refuses to move by %s', async (ms) => {
    const clock = new Clock({ mode: 'manual', now: 0 });
    await expect(clock.advance(ms)).rejects.toThrow(RangeError);
    expect(clock.now()).toBe(0);
  });

  test('fires in order of time and then of insertion, each at its own time', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(50), { maxLength: 40 }),
        fc.array(fc.nat(20), { maxLength: 10 }),
        async (delays, steps) => {
          const clock = new Clock({ mode: 'manual', now: 0 });
          const fired: { index: number; at: number }[] = [];
          delays.forEach((ms, index) =>
            clock.after(ms, `t${index}`, () => void fired.push({ index, at: clock.now() })),
          );
          for (const step of steps) await clock.advance(step);
          const now = steps.reduce((sum, step) => sum + step, 0);
          const due = delays
            .map((at, index) => ({ index, at }))
            .filter(({ at }) => at <= now && steps.length > 0)
            .sort((a, b) => a.at - b.at || a.index - b.index);
          expect(fired).toEqual(due);
          expect(clock.pending).toHaveLength(delays.length - due.length);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('fires timers that timers start, and waits for their work', async () => {
    const clock = new Clock({ mode: 'manual', now: 0 });
    const seen: string[] = [];
    clock.after(10, 'first', async () => {
      await Promise.resolve();
      seen.push(`first at ${clock.now()}`);
      clock.after(5, 'second', () => void seen.push(`second at ${clock.now()}`));
    });
    const moved = await clock.advance(20);
    expect(seen).toEqual(['first at 10', 'second at 15']);
    expect(moved).toEqual({
      fired: [
        { at: 10, label: 'first' },
        { at: 15, label: 'second' },
      ],
      count: 2,
    });
  });

  test('concurrent moves run one after the other', async () => {
    const clock = new Clock({ mode: 'manual', now: 0 });
    await Promise.all([clock.advance(10), clock.advanceTo(10), clock.next()]);
    expect(clock.now()).toBe(10);
  });

  test('next moves to the next timer that was not cancelled, while timers are pending', async () => {
    const clock = new Clock({ mode: 'manual', now: 0 });
    clock.after(5, 'cancelled', () => undefined).cancel();
    clock.after(7, 'kept', () => undefined);
    expect(await clock.next()).toEqual({ at: 7, label: 'kept' });
    expect(clock.now()).toBe(7);
    expect(await clock.next()).toBeNull();
  });

  test('a sleep ends at its time', async () => {
    const clock = new Clock({ mode: 'manual', now: 0 });
    let awake = false;
    const sleeping = clock.sleep(100, 'nap').then(() => (awake = true));
    await clock.advance(99);
    expect(awake).toBe(false);
    await clock.advance(1);
    await sleeping;
    expect(awake).toBe(true);
  });

  test('a sleep whose signal aborts ends at once and leaves no timer', async () => {
    const clock = new Clock({ mode: 'manual', now: 0 });
    const given = new AbortController();
    const sleeping = clock.sleep(100, 'nap', given.signal);
    expect(clock.pending).toHaveLength(1);
    given.abort();
    await sleeping;
    expect(clock.pending).toEqual([]);
    await clock.sleep(100, 'nap', given.signal);
  });

  test('a timer that throws rejects the move, and the clock continues', async () => {
    const clock = new Clock({ mode: 'manual', now: 0 });
    clock.after(1, 'bad', () => Promise.reject(new Error('no')));
    await expect(clock.advance(1)).rejects.toThrow('no');
    await clock.advance(10);
    expect(clock.now()).toBeGreaterThanOrEqual(10);
  });
});

describe('real and scaled', () => {
  test.each([
    ['real', 1],
    ['scaled', 60],
  ] as const)('%s: the host times %i, timers included', async (mode, rate) => {
    const host = new FakeHost();
    const clock = new Clock({ mode, rate, now: 0, host });
    const fired: number[] = [];
    clock.after(600, 'due', () => void fired.push(clock.now()));
    await host.pass(600 / rate - 1);
    expect(fired).toEqual([]);
    await host.pass(1);
    expect(fired).toEqual([600]);
    expect(clock.now()).toBe(600);
  });

  test('an earlier timer that is added later does not wait for the first', async () => {
    const host = new FakeHost();
    const clock = new Clock({ mode: 'real', now: 0, host });
    const fired: string[] = [];
    clock.after(100, 'late', () => void fired.push('late'));
    clock.after(10, 'early', () => void fired.push('early'));
    await host.pass(10);
    expect(fired).toEqual(['early']);
    await host.pass(90);
    expect(fired).toEqual(['early', 'late']);
  });

  test('the mode changes and the time stays', async () => {
    const host = new FakeHost();
    const clock = new Clock({ mode: 'real', now: 0, host });
    await host.pass(50);
    clock.setMode('manual');
    await host.pass(1_000);
    expect(clock.now()).toBe(50);
    clock.setMode('scaled', 10);
    await host.pass(5);
    expect(clock.now()).toBe(100);
    clock.setMode('real');
    await host.pass(1);
    expect(clock.now()).toBe(101);
  });

  test('can be moved forward too', async () => {
    const host = new FakeHost();
    const clock = new Clock({ mode: 'real', now: 0, host });
    await clock.advance(1_000);
    await host.pass(1);
    expect(clock.now()).toBe(1_001);
  });

  test('a timer that throws on a running clock calls onDefect, and delays no other', async () => {
    const host = new FakeHost();
    const defects: string[] = [];
    const clock = new Clock({
      mode: 'real',
      now: 0,
      host,
      onDefect: (error, what) => defects.push(`${what}: ${String(error)}`),
    });
    let fired = false;
    clock.after(1, 'bad', () => Promise.reject(new Error('no')));
    clock.after(1, 'good', () => void (fired = true));
    await host.pass(1);
    expect(defects).toEqual(['the timer "bad": Error: no']);
    expect(fired).toBe(true);
  });

  test('clear cancels the host timer', () => {
    const host = new FakeHost();
    const clock = new Clock({ mode: 'real', host });
    clock.after(10, 'x', () => undefined);
    expect(host.waiting).toBe(1);
    clock.clear();
    expect([host.waiting, clock.pending.length]).toEqual([0, 0]);
  });
});

describe('auto', () => {
  test("jumps for a waiting client, and otherwise keeps the host's pace", async () => {
    const host = new FakeHost();
    const clock = new Clock({ mode: 'auto', now: 0, host });
    await host.pass(5);
    await clock.sleep(60_000, 'delay');
    expect(clock.now()).toBe(60_005);
    await clock.skipTo(100_000);
    expect(clock.now()).toBe(100_000);
    await clock.skipTo(1);
    expect(clock.now()).toBe(100_000);
  });

  test('skipTo moves no other mode', async () => {
    const clock = new Clock({ mode: 'manual', now: 0 });
    await clock.skipTo(100);
    expect(clock.now()).toBe(0);
  });
});

test('the host: a timer longer than a host timer can be does not fire at once', () => {
  let fired = false;
  const timer = hostTime.after(2 ** 40, () => (fired = true));
  timer.cancel();
  expect(fired).toBe(false);
});
