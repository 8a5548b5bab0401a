import { describe, expect, test } from 'vitest';
import { Random } from '../../../src/world/random/random.js';
import { draw } from '../../../src/world/random/draw-duration.js';
import type { Effect } from '../../../src/world/rules/effects/effect.js';
import { keyMeaning } from '../../../src/world/rules/magic-keys.js';
import { promptEffects } from '../../../src/world/rules/prompt-directives.js';
import { parseEffects } from '../../../src/world/rules/parse-effect.js';
import { parseRule } from '../../../src/world/rules/parse-rule.js';
import { Rules } from '../../../src/world/rules/rules.js';
import type { When } from '../../../src/world/rules/types.js';

const effect: Effect = { type: 'error', code: 'at_capacity' };
const make = (max = 10): Rules => new Rules(new Random('rules'), max);
/** The numbers of the calls in which the rule fires. */
const firing = (when: When | undefined, calls: number): number[] => {
  const rules = make();
  rules.add({ operation: 'jobs.status', effect, ...(when && { when }) });
  return Array.from({ length: calls }, (_, index) => index + 1).filter(
    () => rules.decide('jobs.status').effects.length > 0,
  );
};

describe('when', () => {
  test.each<[When | undefined, number[]]>([
    [undefined, [1, 2, 3, 4, 5, 6]],
    [{ first: 2 }, [1, 2]],
    [{ first: 0 }, []],
    [{ nth: 3 }, [3]],
    [{ every: 2 }, [2, 4, 6]],
    [{ after: 4 }, [5, 6]],
    [{ after: 2, first: 4 }, [3, 4]],
    [{ probability: 0 }, []],
    [{ probability: 1 }, [1, 2, 3, 4, 5, 6]],
  ])('%j', (when, expected) => {
    expect(firing(when, 6)).toEqual(expected);
  });

  test('a probability is drawn from the seed and approximated', () => {
    const fired = firing({ probability: 0.3 }, 2_000);
    expect(fired).toEqual(firing({ probability: 0.3 }, 2_000));
    expect(fired.length).toBeGreaterThan(500);
    expect(fired.length).toBeLessThan(700);
  });
});

describe('rules', () => {
  test('fire in the order in which they were added, and count', () => {
    const rules = make();
    rules.add({ id: 'a', operation: 'jobs.status', effect });
    rules.add({ id: 'b', operation: 'jobs.status', match: { jobId: '1' }, effect: { type: 'no-response' } });
    rules.add({ id: 'c', operation: 'jobs.submit', effect });
    expect(rules.decide('jobs.status', { jobId: '1' }).rules).toEqual(['a', 'b']);
    expect(rules.decide('jobs.status', { jobId: '2' }).rules).toEqual(['a']);
    expect(rules.list().map(({ matched, fired }) => [matched, fired])).toEqual([
      [2, 2],
      [1, 1],
      [0, 0],
    ]);
    expect(rules.unused().map(({ id }) => id)).toEqual(['c']);
  });

  test('match by model, part of the prompt, and job', () => {
    const rules = make();
    rules.add({ operation: 'jobs.submit', match: { model: 'lucy-2.5', prompt: 'cat' }, effect });
    const fires = (facts: object): boolean => rules.decide('jobs.submit', facts).rules.length > 0;
    expect(fires({ model: 'lucy-2.5', prompt: 'a cat here' })).toBe(true);
    expect(fires({ model: 'lucy-2.5', prompt: 'a Cat here' })).toBe(false);
    expect(fires({ model: 'lucy-2.1', prompt: 'cat' })).toBe(false);
    expect(fires({ model: 'lucy-2.5' })).toBe(false);
  });

  test('are limited in number, with one id each', () => {
    const rules = make(3);
    rules.add({ id: 'rule-1', operation: 'verify', effect });
    expect(rules.add({ operation: 'verify', effect }).id).not.toBe('rule-1');
    expect(() => rules.add({ id: 'rule-1', operation: 'verify', effect })).toThrow(
      'There is a rule "rule-1" already',
    );
    rules.add({ operation: 'verify', effect });
    expect(() => rules.add({ operation: 'verify', effect })).toThrow('at most 3 rules');
    expect([rules.remove('rule-1'), rules.remove('rule-1')]).toEqual([true, false]);
  });
});

describe('a written rule', () => {
  test.each([
    [null, 'A rule is an object'],
    [{ operation: 'jobs.sbumit', effect }, '"jobs.sbumit"'],
    [{ operation: 'jobs.submit' }, 'needs "effect"'],
    [{ operation: 'jobs.submit', effect: { type: 'explode' } }, '"explode"'],
    [{ operation: 'jobs.submit', effect: { type: 'error', code: 'nope' } }, '"code"'],
    [{ operation: 'jobs.submit', effect: { type: 'respond', status: 42 } }, '"status"'],
    [{ operation: 'jobs.submit', effect: { type: 'delay', ms: { uniform: [1] } } }, '"ms"'],
    [{ operation: 'jobs.submit', effect: { type: 'no-response', for: 3 } }, '"for"'],
    [{ operation: 'jobs.submit', effect, when: { probability: 2 } }, '"when"'],
    [{ operation: 'jobs.submit', effect, match: { modle: 'x' } }, '"match"'],
    [{ operation: 'jobs.submit', effect, extra: 1 }, '"extra"'],
  ])('%j is refused with a sentence', (rule, words) => {
    expect(() => parseRule(rule)).toThrow(words);
  });

  test('effects in a header: one, or a list', () => {
    expect(parseEffects('{"type":"no-response"}')).toEqual({ ok: true, effects: [{ type: 'no-response' }] });
    expect(parseEffects('[{"type":"delay","ms":5},{"type":"malformed"}]')).toMatchObject({ ok: true });
    expect(parseEffects('no-response')).toMatchObject({ ok: false });
  });
});

describe('magic values', () => {
  test.each([
    ['nothing here', []],
    ['[mock:fail]', [{ type: 'plan', outcome: 'failed' }]],
    ['a [mock:delay=5s] b', [{ type: 'delay', ms: 5_000 }]],
    ['[mock:delay=soon] [mock:nope] [mock:status=99] [mock:error=nope]', []],
    ['[mock:status=503]', [{ type: 'respond', status: 503, body: { detail: 'Requested by the prompt' } }]],
    ['[mock:pending=1s] [mock:fail]', [{ type: 'plan', pending: 1_000, outcome: 'failed' }]],
    ['[mock:error=moderation]', [{ type: 'error', code: 'moderation' }]],
    [
      '[mock:truncate=10][mock:slow=100]',
      [
        { type: 'truncate', bytes: 10 },
        { type: 'slow', bytesPerSecond: 100 },
      ],
    ],
  ])('%s', (prompt, effects) => {
    expect(promptEffects(prompt)).toEqual(effects);
  });

  test.each([
    ['dct_invalid', { refused: 'invalid_api_key' }],
    ['dct_invalid_for_me', { refused: 'invalid_api_key' }],
    ['dct_invalidate', {}],
    ['dct_expired_x', { refused: 'expired_api_key' }],
    ['dct_no_credits', { credits: 0 }],
    ['dct_quota_0', { maxConcurrentSessions: 0 }],
    ['dct_quota_12_x', { maxConcurrentSessions: 12 }],
    ['dct_quota_x', {}],
    ['dct_anything', {}],
  ])('key %s', (key, meaning) => {
    expect(keyMeaning(key)).toMatchObject(meaning);
    if (Object.keys(meaning).length === 0) expect(keyMeaning(key)).toEqual({});
  });

  test('durations are fixed, uniform or lognormal, and never negative', () => {
    const random = new Random('durations');
    expect(draw(7, random)).toBe(7);
    const uniform = Array.from({ length: 500 }, () => draw({ uniform: [10, 20] }, random));
    expect(Math.min(...uniform)).toBeGreaterThanOrEqual(10);
    expect(Math.max(...uniform)).toBeLessThan(20);
    const skewed = Array.from({ length: 1_001 }, () =>
      draw({ lognormal: { median: 100, sigma: 0.5 } }, random),
    ).sort((a, b) => a - b);
    expect(skewed[0]).toBeGreaterThan(0);
    expect(skewed[500]).toBeGreaterThan(85);
    expect(skewed[500]).toBeLessThan(115);
  });
});
