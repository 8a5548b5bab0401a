import { describe, expect, test } from 'vitest';
import {
  clockOptions,
  clockProblem,
  mergeSettings,
  type WithClock,
} from '../../../src/api/clock-settings.js';

const START = Date.parse('2026-05-31');

describe('mergeSettings', () => {
  test.each<[string, WithClock, WithClock, object]>([
    ['keeps the lower clock', { clock: { mode: 'scaled', rate: 60 } }, {}, { mode: 'scaled', rate: 60 }],
    ['takes the upper mode', { clock: 'manual' }, { clock: 'auto' }, { mode: 'auto', rate: 1 }],
    [
      'drops a lower rate for an upper mode',
      { clock: { rate: 60 } },
      { clock: 'manual' },
      { mode: 'manual', rate: 1 },
    ],
    [
      'keeps a lower rate for an upper mode scaled',
      { clock: { rate: 60 } },
      { clock: 'scaled' },
      { mode: 'scaled', rate: 60 },
    ],
    [
      'drops a lower mode for an upper rate',
      { clock: 'manual' },
      { clock: { rate: 60 } },
      { mode: 'scaled', rate: 60 },
    ],
    [
      'turns a rate of 1 into a real clock',
      { clock: 'manual' },
      { clock: { rate: 1 } },
      { mode: 'real', rate: 1 },
    ],
    [
      'keeps the lower start',
      { clock: 'manual', now: START },
      { clock: 'auto' },
      { mode: 'auto', rate: 1, now: START },
    ],
    [
      'keeps the lower start in `clock`',
      { clock: { now: START } },
      { clock: 'auto' },
      { mode: 'auto', rate: 1, now: START },
    ],
    [
      'takes the upper start',
      { now: 0 },
      { clock: { now: '2026-05-31' } },
      { mode: 'real', rate: 1, now: START },
    ],
    [
      'prefers `now` beside `clock`',
      {},
      { clock: { now: 0 }, now: START },
      { mode: 'real', rate: 1, now: START },
    ],
  ])('%s', (_what, lower, upper, expected) => {
    expect(clockOptions(mergeSettings(lower, upper))).toEqual(expected);
  });

  test('merges three layers, such as scenario, config and flags', () => {
    const scenario = { clock: { mode: 'scaled', rate: 10, now: START } } as const;
    const config = { clock: 'manual' } as const;
    const flags = { clock: { rate: 60 } };
    expect(clockOptions(mergeSettings<WithClock>(mergeSettings<WithClock>(scenario, config), flags))).toEqual(
      {
        mode: 'scaled',
        rate: 60,
        now: START,
      },
    );
  });

  test('overrides other settings one by one', () => {
    const merged = mergeSettings<WithClock & { seed?: string; port?: number }>(
      { seed: 'a', port: 1 },
      { seed: 'b' },
    );
    expect(merged).toMatchObject({ seed: 'b', port: 1, clock: {} });
  });
});

describe('clockProblem', () => {
  test.each(['real', 'manual', 'auto'] as const)('a %s clock has no rate', (mode) => {
    const problem = `A ${mode} clock has no rate. Remove the rate, or use the mode scaled.`;
    expect(clockProblem({ mode, rate: 60 })).toBe(problem);
    expect(() => clockOptions({ clock: { mode, rate: 60 } })).toThrow(problem);
    expect(clockProblem({ mode, rate: 1 })).toBeUndefined();
  });

  test.each([{}, { rate: 60 }, { mode: 'scaled' }, { mode: 'scaled', rate: 60 }] as const)(
    '%j is valid',
    (clock) => {
      expect(clockProblem(clock)).toBeUndefined();
    },
  );
});

test('text that is not a date is refused', () => {
  expect(() => clockOptions({ now: 'soon' })).toThrow('"soon" is not a date. Write it like 2026-05-31');
});
