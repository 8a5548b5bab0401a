import { expect, test } from 'vitest';
import { createMock } from '../../src/index.js';
import { parseEffects } from '../../src/world/rules/parse-effect.js';
import { parseRule } from '../../src/world/rules/parse-rule.js';

const submit = (effect: object): object => ({ operation: 'jobs.submit', effect });
const noResponse = { type: 'no-response' };

test.each<[object, string]>([
  [submit({ type: 'error', code: 'at_capcity' }), '"at_capcity"; did you mean "at_capacity"?'],
  [submit({ type: 'plan', outcome: 'fialed' }), '"fialed"; did you mean "failed"?'],
  [submit({ type: 'error', code: 'xyz' }), 'expected one of: invalid_api_key, '],
  [submit({ typ: 'error', code: 'internal' }), 'The effect has no "typ"; did you mean "type"?'],
  [submit({ code: 'internal' }), 'The effect needs a "type"; expected one of: respond, '],
  [submit({ type: 'delay', ms: '5 sec' }), 'is not valid: "5 sec"; give ms, text like 5s'],
])('%j is refused with what is valid', (rule, message) => {
  expect(() => parseRule(rule)).toThrow(message);
});

test('a rule takes a duration as text', async () => {
  const plan = { type: 'plan', pending: '1s', processing: { uniform: ['1m', 90_000] } } as const;
  expect(parseRule({ operation: 'jobs.submit', effect: plan })).toEqual({
    operation: 'jobs.submit',
    effect: { type: 'plan', pending: 1_000, processing: { uniform: [60_000, 90_000] } },
  });
  const late = { type: 'delay', ms: { lognormal: { median: '2s', sigma: 1 } } };
  expect(parseEffects(JSON.stringify(late))).toEqual({
    ok: true,
    effects: [{ type: 'delay', ms: { lognormal: { median: 2_000, sigma: 1 } } }],
  });
  const closing = {
    operation: 'realtime.generation',
    effect: { type: 'close', code: 1011, afterMs: '3s' },
  } as const;
  await using mock = createMock({ rules: [closing] });
  const { rules } = mock.account();
  rules.add({ operation: 'quota.get', effect: { type: 'delay', ms: '90s' } });
  expect(rules.list()).toMatchObject([{ effect: { afterMs: 3_000 } }, { effect: { ms: 90_000 } }]);
});

test.each<[object, string]>([
  [
    { operation: 'jobs.status', when: { nth: 0 } },
    '"nth" of the "when" of the rule is not valid: 0; give a whole',
  ],
  [{ operation: 'jobs.status', when: { nth: 3, every: 2 } }, '"when" of the rule can never match'],
  [{ operation: 'jobs.status', when: { first: 2, nth: 3 } }, '"when" of the rule can never match'],
  [{ operation: 'jobs.status', when: { first: 2, after: 2 } }, '"when" of the rule can never match'],
  [
    { operation: 'jobs.status', when: { first: 5, after: 3, every: 3 } },
    '"when" of the rule can never match',
  ],
  [
    { operation: 'tokens.create', match: { model: 'lucy-2.5' } },
    'tokens.create has no "model" to match; calls of process, jobs.submit, ',
  ],
  [
    { operation: 'jobs.submit', match: { jobId: 'x' } },
    '"jobId" to match; calls of jobs.status and jobs.content have one',
  ],
  [{ operation: 'realtime.connect', match: { prompt: 'x' } }, 'realtime.connect has no "prompt" to match'],
])('%j, which can never match, is refused', (rule, message) => {
  expect(() => parseRule({ ...rule, effect: noResponse })).toThrow(message);
});

test.each([
  { operation: 'jobs.status', when: { first: 0 } },
  { operation: 'jobs.status', when: { first: 6, after: 3, every: 3 } },
  { operation: 'jobs.status', when: { nth: 4, every: 2, first: 4, after: 3 } },
  { operation: 'jobs.content', match: { model: 'from-the-future', prompt: 'a', jobId: 'b' } },
  { operation: 'realtime.prompt', match: { model: 'lucy-2.5', prompt: 'a' } },
  { operation: 'sessions.create', match: { model: 'lucy-2.5' } },
])('%j is valid', (rule) => {
  expect(parseRule({ ...rule, effect: noResponse })).toEqual({ ...rule, effect: noResponse });
});
