import { describe, expect, test } from 'vitest';
import { Checks } from '../../../conformance/engine/checks.js';
import {
  isTooBusy,
  measurePace,
  shortestPause,
  type PollTimes,
} from '../../../conformance/suites/sdk/poll-pace.js';
import { requirements } from './support/drive.js';

/** Polls at a steady pace, seen by a process that is at most `lagMs` late. */
const every = (ms: number, lagMs = 5): PollTimes => ({ atMs: [0, ms, 2 * ms, 3 * ms], lagMs });

/** The verdict on a pace, as the case reports it. */
async function verdictOn(first: PollTimes, ...further: PollTimes[]) {
  const measured = [...further];
  const again = async () => measured.shift() ?? expect.fail('It was measured once too often.');
  const checks = new Checks(requirements, new Set(['QUE-60']));
  checks.timing('QUE-60', await measurePace(first, again), { title: 'The shortest pause.' });
  return { verdict: checks.results[0]?.verdict, message: checks.results[0]?.message, left: measured.length };
}

test('the shortest pause of a wait counts', () => {
  expect(shortestPause({ atMs: [0, 4000, 5200, 9000], lagMs: 5 })).toBe(1200);
});

describe('a pace', () => {
  test.each([4000, 2500, 2006])('of %d ms passes, and is measured once', async (ms) => {
    expect(await verdictOn(every(ms), every(0))).toEqual({ verdict: 'pass', message: undefined, left: 1 });
  });

  test('of 1200 ms is too short, with its figure', async () => {
    const { verdict, message } = await verdictOn(every(1200));
    expect([verdict, message]).toEqual(['warn', expect.stringContaining('1200 ms')]);
  });

  test('within the jitter of the bound is inconclusive', async () => {
    expect((await verdictOn(every(1998))).verdict).toBe('inconclusive');
  });
});

describe('a machine that was too busy to tell', () => {
  test.each([
    [every(1700, 700), true],
    [every(2500, 700), true],
    [every(1200, 700), false],
    [every(4000, 700), false],
    [every(1970, 40), false],
  ])('%o: %s', (times, busy) => {
    expect(isTooBusy(times)).toBe(busy);
  });

  test('is given another measurement, which is judged', async () => {
    expect(await verdictOn(every(1700, 700), every(2500))).toMatchObject({ verdict: 'pass', left: 0 });
    expect(await verdictOn(every(2100, 700), every(1200))).toMatchObject({ verdict: 'warn', left: 0 });
  });

  test('is given three measurements at most, and then the pace is inconclusive', async () => {
    const busy = every(1700, 700);
    expect(await verdictOn(busy, busy, busy, busy)).toMatchObject({ verdict: 'inconclusive', left: 1 });
  });
});
