import { expect, test } from 'vitest';
import { createMock } from '../../src/index.js';
import type { Clock } from '../../src/world/time/clock.js';
import { MAX_LISTED } from '../../src/world/time/fired-log.js';
import { controlOf } from '../unit/control/support.js';

const now = '2026-10-01T00:00:00.000Z';
const key = 'dct_long';
/** Instead of the default of five million. */
const MAX = 50_000;
const LONG = { timeout: 120_000 };

/** Fires every `ms` of the clock. @returns a function that counts the fires */
function repeat(clock: Clock, label: string, ms: number): () => number {
  let times = 0;
  const again = (): void => {
    times++;
    clock.after(ms, label, again);
  };
  clock.after(ms, label, again);
  return () => times;
}

test('a move over a month of ticks completes', LONG, async () => {
  await using mock = createMock({ clock: 'manual', now });
  const ticks = repeat(mock.world.account(key).clock, 'tick', 1_000);
  const moved = await mock.account(key).clock.advance('30d');
  expect(ticks()).toBe(30 * 86_400);
  expect(moved).toMatchObject({ now: Date.parse('2026-10-31T00:00:00Z'), count: 30 * 86_400 });
  expect(moved.fired).toHaveLength(MAX_LISTED);
  expect(moved.fired[0]).toEqual({ at: Date.parse(now) + 1_000, label: 'tick' });
});

test('a move that stops early keeps all timers, and says where the clock stands', LONG, async () => {
  await using mock = createMock({ clock: 'manual', now, limits: { timersPerMove: MAX } });
  const { clock } = mock.world.account(key);
  const busy = repeat(clock, 'busy', 1);
  const idle = repeat(clock, 'idle', 10_000);
  const control = controlOf(mock.fetch, key);
  const stopped = await control('POST', '/clock/advance', { by: MAX + 1_000 });
  const at = new Date(Date.parse(now) + busy()).toISOString();
  expect(busy() + idle()).toBe(MAX);
  expect(stopped).toMatchObject({
    status: 409,
    body: {
      error: {
        code: 'clock_stopped',
        message: expect.stringContaining(
          `Stopped at ${at}, on the way to 2026-10-01T00:00:51.000Z, after 50000 timers: ` +
            `"busy" ${busy()} times, "idle" ${idle()} times.`,
        ) as string,
      },
    },
  });
  expect((await control('GET', '/clock')).body).toMatchObject({ now: at });
  // Moving on fires the rest.
  await control('POST', '/clock/advance', { to: '2026-10-01T00:00:51.000Z' });
  expect([busy(), idle()]).toEqual([MAX + 1_000, 5]);
});
