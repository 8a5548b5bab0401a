import { expect, test } from 'vitest';
import { createMock } from '../../../src/index.js';
import { clientOf, controlOf } from './support.js';

const mocked = () => createMock({ seed: 'rules', clock: 'manual', now: '2026-10-01' });
const capacity = { type: 'error', code: 'at_capacity' };

test('a rule is listed with its counts of matches and firings', async () => {
  await using mock = mocked();
  const control = controlOf(mock.fetch, 'dct_rules');
  const client = clientOf(mock.fetch, 'dct_rules');
  expect(
    await control('POST', '/rules', { operation: 'quota.get', when: { nth: 2 }, effect: capacity }),
  ).toMatchObject({
    status: 201,
    body: { rules: [{ id: 'rule-1', matched: 0, fired: 0, unused: true }] },
  });
  expect((await client.quota()).status).toBe(200);
  expect((await control('GET', '/rules')).body).toMatchObject({
    rules: [{ matched: 1, fired: 0, unused: true }],
  });
  expect((await client.quota()).status).toBe(503);
  expect((await client.quota()).status).toBe(200);
  expect((await control('GET', '/rules')).body).toMatchObject({
    rules: [{ matched: 3, fired: 1, unused: false }],
  });
});

test('many rules are added together, or none of them', async () => {
  await using mock = mocked();
  const control = controlOf(mock.fetch, 'dct_many');
  const one = { id: 'a', operation: 'quota.get', effect: capacity };
  const two = { id: 'b', operation: 'jobs.submit', effect: capacity };
  expect(await control('POST', '/rules', [one, { ...two, operation: 'jobs.sumbit' }])).toMatchObject({
    status: 400,
    body: {
      error: {
        code: 'bad_rule',
        message: 'Rule 2 of 2: There is no operation "jobs.sumbit"; did you mean "jobs.submit"?',
      },
    },
  });
  expect(await control('POST', '/rules', [one, two, one])).toMatchObject({
    status: 409,
    body: { error: { code: 'rule_conflict' } },
  });
  expect((await control('GET', '/rules')).body).toEqual({ rules: [] });
  expect((await control('POST', '/rules', [one, two])).body).toMatchObject({
    rules: [{ id: 'a' }, { id: 'b' }],
  });
});

test.each([
  [{}, 'The rule needs "operation".'],
  [{ operation: 'quota.get' }, 'The rule needs "effect".'],
  [
    { operation: 'quota.get', effect: { type: 'fial' } },
    'There is no effect "fial"; expected one of: respond, error, ',
  ],
  [
    { operation: 'quota.get', effect: { type: 'delya', ms: 1 } },
    'There is no effect "delya"; did you mean "delay"?',
  ],
  [{ operation: 'quota.get', effect: { type: 'delay' } }, 'The effect "delay" needs "ms".'],
  [
    { operation: 'quota.get', effect: { type: 'error', code: 'nope' } },
    '"code" of the effect "error" is not valid: "nope"; expected one of: invalid_api_key, ',
  ],
  [
    { operation: 'quota.get', effect: { type: 'plan', outcome: 'failed' } },
    'The effect "plan" does not apply to quota.get; it applies to process, jobs.submit.',
  ],
  [
    { operation: 'jobs.submit', effect: { type: 'close', code: 1008 } },
    'The effect "close" does not apply to jobs.submit; it applies to ',
  ],
  [
    { operation: 'quota.get', when: { frist: 2 }, effect: capacity },
    'The "when" of the rule has no "frist"; did you mean "first"?',
  ],
  [
    { operation: 'quota.get', match: { model: 5 }, effect: capacity },
    '"model" of the "match" of the rule is not valid: 5; give text.',
  ],
  [{ operation: 'constructor', effect: capacity }, 'There is no operation "constructor"; expected one of: '],
])('%j is refused with a sentence', async (rule, message) => {
  await using mock = mocked();
  const answer = await controlOf(mock.fetch, 'dct_words')('POST', '/rules', rule);
  expect(answer).toMatchObject({
    status: 400,
    body: { error: { code: 'bad_rule', message: expect.stringContaining(message) as string } },
  });
});

test('rules are removed one at a time, or all together', async () => {
  await using mock = mocked();
  const control = controlOf(mock.fetch, 'dct_remove');
  for (const id of ['a', 'b', 'c'])
    await control('POST', '/rules', { id, operation: 'quota.get', effect: capacity });
  expect((await control('DELETE', '/rules/b')).body).toEqual({ removed: 1 });
  expect(await control('DELETE', '/rules/b')).toMatchObject({
    status: 404,
    body: { error: { code: 'rule_not_found', message: 'No rule has the id "b".' } },
  });
  expect((await control('DELETE', '/rules')).body).toEqual({ removed: 2 });
  expect((await clientOf(mock.fetch, 'dct_remove').quota()).status).toBe(200);
});

test('rules do not apply to the control API', async () => {
  await using mock = mocked();
  const control = controlOf(mock.fetch, 'dct_safe');
  await control('POST', '/rules', { operation: 'quota.get', effect: { type: 'no-response' } });
  expect((await control('GET', '/quota')).status).toBe(200);
  expect(
    (await control('GET', '/quota', undefined, { 'x-decart-mock': JSON.stringify(capacity) })).status,
  ).toBe(200);
});

test('polls and downloads match by the model and prompt of their submit', async () => {
  await using mock = mocked();
  const client = clientOf(mock.fetch, 'dct_later');
  const control = controlOf(mock.fetch, 'dct_later');
  await control('POST', '/rules', [
    { operation: 'jobs.status', match: { prompt: 'robot' }, when: { first: 1 }, effect: capacity },
    { operation: 'jobs.content', match: { model: 'lucy-2.5' }, effect: capacity },
  ]);
  const robot = (await client.submit('lucy-2.5', 'a robot')).body['job_id'];
  const cat = (await client.submit('lucy-2.1', 'a cat')).body['job_id'];
  await control('POST', '/clock/advance', { by: '10s' });
  const polls = [await client.status(cat), await client.status(robot), await client.status(robot)];
  expect(polls.map(({ status }) => status)).toEqual([200, 503, 200]);
  expect((await client.content(robot)).status).toBe(503);
  expect((await client.content(cat)).status).toBe(200);
});
