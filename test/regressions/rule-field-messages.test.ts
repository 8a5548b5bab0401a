import { expect, test } from 'vitest';
import { createMock } from '../../src/index.js';

const ok = { operation: 'jobs.submit', effect: { type: 'no-response' } };

test.each([
  [
    { ...ok, effect: 'no-response' },
    '"effect" of the rule is not valid: "no-response"; give one object, or a list of them.',
  ],
  [{ ...ok, match: [] }, '"match" of the rule is not valid: []; give one object.'],
  [{ ...ok, id: 7 }, '"id" of the rule is not valid: 7; give text.'],
  [{ ...ok, when: { probability: 2 } }, 'not valid: 2; give a number from 0 to 1.'],
])('the problem of the rule %j names what to write', (rule, message) => {
  expect(() => createMock({ rules: [rule as never] })).toThrow(message);
});
