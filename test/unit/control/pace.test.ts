import { describe, expect, test } from 'vitest';
import { createMock, type Mock, type MockOptions } from '../../../src/index.js';
import { clientOf, controlOf } from './support.js';

const KEY = 'dct_pace';
const create = (options: MockOptions = {}): Mock =>
  createMock({ seed: 'pace', clock: 'manual', now: '2026-10-01T12:00:00Z', pace: 'live', ...options });

/** How long a new job is pending, and then processed, in ms. */
async function submit(mock: Mock, prompt = 'x'): Promise<readonly [pending: number, processing: number]> {
  expect((await clientOf(mock.fetch, KEY).submit('lucy-2.1', prompt)).status).toBe(200);
  const job = (await mock.account(KEY).jobs()).at(-1);
  const [pending = 0, processing = 0, end = 0] = (job?.stages ?? []).map(({ at }) => Date.parse(at));
  return [processing - pending, end - processing];
}

const median = (times: readonly number[]): number =>
  [...times].sort((a, b) => a - b)[times.length >> 1] ?? Number.NaN;

describe('jobs in the pace "live"', () => {
  test('take about 20 s, each another time', async () => {
    await using mock = create();
    const times = [];
    for (let number = 0; number < 40; number++) times.push(await submit(mock));
    const [pending, processing] = [times.map(([ms]) => ms), times.map(([, ms]) => ms)];
    expect(median(pending)).toBeGreaterThan(900);
    expect(median(pending)).toBeLessThan(2_500);
    expect(median(processing)).toBeGreaterThan(14_000);
    expect(median(processing)).toBeLessThan(28_000);
    expect(new Set(processing).size).toBeGreaterThan(35);
  });

  test('take what "timing" or a directive says', async () => {
    await using both = create({ timing: { pending: 100, processing: 200 } });
    expect(await submit(both)).toEqual([100, 200]);
    await using one = create({ timing: { processing: 200 } });
    const [pending, processing] = await submit(one);
    expect(pending).not.toBe(300);
    expect(processing).toBe(200);
    expect((await submit(one, 'x [mock:processing=7s]'))[1]).toBe(7_000);
  });

  test('take 1.5 s in the pace "fast"', async () => {
    await using mock = create({ pace: 'fast' });
    expect(await submit(mock)).toEqual([300, 1_200]);
  });
});

test('the control API changes the pace of one account, and a reset takes that back', async () => {
  await using mock = create({ pace: 'fast' });
  const control = controlOf(mock.fetch, KEY);
  expect((await control('PUT', '/pace', { pace: 'live' })).body).toEqual({ pace: 'live' });
  expect((await submit(mock))[1]).toBeGreaterThan(2_000);
  expect((await controlOf(mock.fetch, 'dct_other')('GET', '/pace')).body).toEqual({ pace: 'fast' });
  await control('POST', '/reset');
  expect((await control('GET', '/pace')).body).toEqual({ pace: 'fast' });
  expect((await control('PUT', '/pace', { pace: 'slow' })).status).toBe(400);
});

test('a key that is registered with a pace keeps it across a reset', async () => {
  await using mock = create({ pace: 'fast' });
  const control = controlOf(mock.fetch, KEY);
  await control('POST', '/accounts', { key: KEY, pace: 'live' });
  await control('POST', '/reset');
  expect((await control('GET', '/pace')).body).toEqual({ pace: 'live' });
});

test('a snapshot keeps the pace, and what it draws next', async () => {
  await using mock = create();
  await submit(mock);
  const saved = await mock.account(KEY).save();
  const next = await submit(mock);
  await using other = create({ pace: 'fast', seed: 'other' });
  await other.account(KEY).load(saved);
  expect((await other.account(KEY).pace.get()).pace).toBe('live');
  expect(await submit(other)).toEqual(next);
});

test('a snapshot without a pace is one of a fast account', async () => {
  await using mock = create();
  const saved = await mock.account(KEY).save();
  await mock.account(KEY).load({ ...saved, pace: undefined });
  expect((await mock.account(KEY).pace.get()).pace).toBe('fast');
});
