import { describe, expect, test } from 'vitest';
import { createMock, startMock } from '../../src/index.js';
import { Clock } from '../../src/world/time/clock.js';
import { MAX_LISTED } from '../../src/world/time/fired-log.js';
import { form, serve, videoBlob } from '../unit/http/support/serve.js';
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
  expect(moved).toMatchObject({ now: '2026-10-31T00:00:00.000Z', count: 30 * 86_400 });
  expect(moved.fired).toHaveLength(MAX_LISTED);
  expect(moved.fired[0]).toEqual({ at: '2026-10-01T00:00:01.000Z', label: 'tick' });
});

test('a move that stops early keeps all timers, and reports the time of the clock', LONG, async () => {
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

describe('a clock', () => {
  test('moves once for each of several concurrent callers', async () => {
    const clock = new Clock({ mode: 'manual', now: 0 });
    await Promise.all([clock.advance(10_000), clock.advance(10_000)]);
    expect(clock.now()).toBe(20_000);
  });

  test('does not move beyond the last ISO date', async () => {
    const clock = new Clock({ mode: 'manual', now: 0 });
    await expect(clock.advance(1e18)).rejects.toThrow(RangeError);
    expect(() => clock.setMode('scaled', 1e300)).toThrow(RangeError);
    expect(clock.iso()).toBe('1970-01-01T00:00:00.000Z');
  });
});

test('a request that waits on the clock is answered when its account is reset', async () => {
  await using mock = await startMock({ seed: 'reset', clock: 'manual' });
  const account = mock.account('dct_waiting');
  await account.rules.add({ operation: 'quota.get', effect: { type: 'delay', ms: 3_600_000 } });
  const waiting = fetch(`${mock.url}/v1/realtime/quota`, { headers: { 'x-api-key': 'dct_waiting' } });
  const pending = (): number => mock.world.account('dct_waiting').clock.pending.length;
  await expect.poll(pending).toBe(1);
  await account.reset();
  expect((await waiting).status).toBe(200);
});

test('a delay beyond the last date leaves the clock, the journal and the list of accounts readable', async () => {
  await using served = await serve({ clock: 'auto' });
  const { mock } = served;
  const body = form({ data: videoBlob, prompt: '[mock:delay=999999999999d]' });
  await fetch(`${mock.url}/v1/jobs/lucy-2.5`, { method: 'POST', headers, body });
  for (const path of ['clock', 'journal', 'accounts'])
    expect((await fetch(`${mock.url}/_mock/${path}`, { headers })).status).toBe(200);
  expect(served.defects).toEqual([]);
});

const headers = { 'x-api-key': 'dct_forced' };
