import { expect, test } from 'vitest';
import { createMock } from '../../src/index.js';
import { checkRule } from '../../src/world/rules/parse-rule.js';

const ok = { operation: 'jobs.submit', effect: { type: 'no-response' } };

test.each([
  [
    { ...ok, effect: 'no-response' },
    '"effect" of the rule is not valid: "no-response"; give one object, or a list of them.',
  ],
  [{ ...ok, match: [] }, '"match" of the rule is not valid: []; give one object.'],
  [{ ...ok, id: 7 }, '"id" of the rule is not valid: 7; give text.'],
  [
    { operation: 'realtime.connect', effect: { type: 'error', code: 'Session Limit Reached' } },
    '"code" of the effect "error" is not valid: "Session Limit Reached"; did you mean "concurrency_limit"?',
  ],
  [
    { operation: 'realtime.connect', effect: { type: 'error', code: 'Insufficient credits' } },
    'did you mean "insufficient_credits"?',
  ],
  [{ ...ok, when: { probability: 2 } }, 'not valid: 2; give a number from 0 to 1.'],
])('the problem of the rule %j names what to write', (rule, message) => {
  expect(() => createMock({ rules: [rule as never] })).toThrow(message);
});

test.each([
  [
    { code: 'at_capacity', retryAfterSeconds: '2s' },
    [
      '"retryAfterSeconds" of the effect "error" is not valid: "2s"; give seconds, from 0 to 86400 (one day).',
    ],
  ],
  [{ code: 'nothing_like_it' }, [expect.stringContaining('"code" of the effect "error" is not valid')]],
  [
    { code: 'internal', bogus: 1 },
    ['The effect "error" has no "bogus"; expected one of: type, code, retryAfterSeconds, afterMs.'],
  ],
  [
    { code: 'internal', bogus: 1, afterMs: 5 },
    [
      expect.stringContaining('has no "bogus"'),
      expect.stringContaining('"error" on realtime.connect has no "afterMs"'),
    ],
  ],
])('each problem of the effect %j is said once', (fields, problems) => {
  const { problems: found } = checkRule({
    operation: 'realtime.connect',
    effect: { type: 'error', ...fields },
  });
  expect(found).toEqual(problems);
});
