import { expect, test } from 'vitest';
import { createMock, readScenario, type RuleSpec, type Snapshot, startMock } from '../../src/index.js';
import type { Effect } from '../../src/world/rules/effects/effect.js';
import { World } from '../../src/world/world.js';
import { parseRule } from '../../src/world/rules/parse-rule.js';
import { parseEffects } from '../../src/world/rules/parse-effect.js';
import { accountOf, connect, KEY, startQuiet } from '../unit/realtime/support/start.js';

const noResponse = { operation: 'jobs.status', effect: { type: 'no-response' } } as const;

const quota = async (mock: ReturnType<typeof createMock>, key: string): Promise<number> =>
  (await mock.fetch('/v1/realtime/quota', { headers: { 'x-api-key': key } })).status;

test('two rules with one id are refused at the start', async () => {
  const rules: RuleSpec[] = [{ ...noResponse, id: 'a' }, noResponse, { ...noResponse, id: 'a' }];
  const message = 'rules[2]: The id "a" is taken by rules[0].';
  expect(() => createMock({ rules })).toThrow(message);
  await expect(startMock({ rules })).rejects.toThrow(message);
  await expect(readScenario({ rules })).rejects.toThrow(message);
});

test('more rules than an account holds are refused at the start; rules of magic keys do not count', async () => {
  const limits = { rulesPerAccount: 1 };
  expect(() => createMock({ limits, rules: [noResponse, noResponse] })).toThrow(
    'There are 2 rules, and an account holds at most 1',
  );
  await using full = createMock({ limits, rules: [noResponse], onDefect: () => undefined });
  expect([await quota(full, 'dct_me'), await quota(full, 'dct_fail')]).toEqual([200, 200]);
});

test.each(['magic-key', 'magic-key-process'])('the id "%s" is reserved for magic keys', async (id) => {
  const message = `The id "${id}" is reserved for magic keys`;
  expect(() => createMock({ rules: [{ ...noResponse, id }] })).toThrow(`rules[0]: ${message}`);
  await expect(
    createMock()
      .account()
      .rules.add({ ...noResponse, id }),
  ).rejects.toThrow(message);
});

test('an account of a magic key is saved and loaded with the rules it started with', async () => {
  await using mock = createMock({ seed: 'x' });
  const saved = await mock.account('dct_fail').save();
  await mock.account('dct_other').load(saved);
  expect(await mock.account('dct_other').rules.list()).toMatchObject([{ id: 'magic-key' }]);
});

test('a rule without an id gets one that no later rule has', async () => {
  await using mock = createMock({ rules: [noResponse, { ...noResponse, id: 'rule-1' }] });
  expect(await quota(mock, 'dct_me')).toBe(200);
  const ids = (await mock.account('dct_me').rules.list()).map(({ id }) => id);
  expect(ids).toEqual(['rule-3', 'rule-1']);
  expect((await mock.account('dct_me').rules.add(noResponse)).id).toBe('rule-4');
});

test('a rule without an id beside "rule-2" is among the unused rules', () => {
  const world = new World({ rules: [{ ...noResponse, id: 'rule-2' }, noResponse] });
  const ids = world
    .account('dct_me')
    .rules.list()
    .map(({ id }) => id);
  expect(ids).toEqual(['rule-2', 'rule-3']);
  expect(world.unusedRules().map(({ id }) => id)).toEqual(ids);
});

test('the id of a removed rule is not assigned again', async () => {
  await using mock = createMock({ rules: [noResponse, noResponse] });
  const { rules } = mock.account();
  await rules.remove('rule-2');
  expect((await rules.add(noResponse)).id).toBe('rule-3');
});

const submit = (effect: object): object => ({ operation: 'jobs.submit', effect });

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
  await rules.add({ operation: 'quota.get', effect: { type: 'delay', ms: '90s' } });
  expect(await rules.list()).toMatchObject([{ effect: { afterMs: 3_000 } }, { effect: { ms: 90_000 } }]);
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
  expect(() => parseRule({ ...rule, effect: noResponse.effect })).toThrow(message);
});

test.each([
  { operation: 'jobs.status', when: { first: 0 } },
  { operation: 'jobs.status', when: { first: 6, after: 3, every: 3 } },
  { operation: 'jobs.status', when: { nth: 4, every: 2, first: 4, after: 3 } },
  { operation: 'jobs.content', match: { model: 'from-the-future', prompt: 'a', jobId: 'b' } },
  { operation: 'realtime.prompt', match: { model: 'lucy-2.5', prompt: 'a' } },
  { operation: 'sessions.create', match: { model: 'lucy-2.5' } },
])('%j is valid', (rule) => {
  expect(parseRule({ ...rule, effect: noResponse.effect })).toEqual({ ...rule, effect: noResponse.effect });
});

const ruleOf = (everyMs: number): RuleSpec => ({
  id: 'line',
  operation: 'realtime.join',
  effect: { type: 'queue', position: 2, everyMs },
});

const REFUSED = /"everyMs" of the effect "queue" is not valid: .*give ms, at least 100/;
const headers = { 'x-api-key': KEY, 'content-type': 'application/json' };

// An hour of it sent 3.6 million messages, and blocked all other clients for 48 s.
test.each([0, 1, 99.9])('a queue interval of %d ms is rejected, in every notation', async (everyMs) => {
  const rule = ruleOf(everyMs);
  await using mock = createMock({ seed: 'x', clock: 'manual' });
  const account = mock.account(KEY);
  await expect(account.rules.add(rule)).rejects.toThrow(REFUSED);
  expect(() => createMock({ rules: [rule] })).toThrow(REFUSED);
  await expect(readScenario({ rules: [rule] })).rejects.toThrow(REFUSED);

  const posted = await mock.fetch('/_mock/rules', { method: 'POST', headers, body: JSON.stringify(rule) });
  expect([posted.status, await posted.text()]).toEqual([400, expect.stringContaining('at least 100')]);
  const asked = await mock.fetch('/v1/realtime/quota', {
    headers: { ...headers, 'x-decart-mock': JSON.stringify(rule.effect) },
  });
  expect([asked.status, await asked.text()]).toEqual([422, expect.stringContaining('at least 100')]);

  const rules = { named: 0, rules: [{ ...rule, id: 'line', matched: 0, fired: 0 }] };
  const saved: Snapshot = { ...(await account.save()), rules };
  await expect(account.load(saved)).rejects.toThrow(REFUSED);
  expect(await mock.account(KEY).rules.list()).toEqual([]);
});

test('the shortest queue interval sends ten positions a second', async () => {
  await using mock = await startQuiet();
  accountOf(mock).rules.add(ruleOf(100));
  await using client = await connect(mock);
  client.send({ type: 'livekit_join', passthrough: true });
  await client.next('queue_position');
  await mock.account(KEY).clock.advance('1s');
  await client.settled();
  expect(client.of('queue_position')).toHaveLength(11);
});

test('a rule added in process, or given as an option, is checked', () => {
  const effect: Effect = { type: 'close', code: 1006, afterMs: 5 };
  const rule: RuleSpec = { operation: 'realtime.join', effect };
  expect(() => new World().account('dct_me').rules.add(rule)).toThrow(/"code" of the effect "close"/);
  expect(() => new World({ rules: [rule] }).account('dct_me')).toThrow(/"code" of the effect "close"/);
});

test('a close code that a frame cannot contain is refused, with the alternative', () => {
  const rule = (code: number): unknown => ({ operation: 'realtime.prompt', effect: { type: 'close', code } });
  for (const code of [999, 1004, 1005, 1006, 1015, 2000, 2999, 5000])
    expect(() => parseRule(rule(code)), String(code)).toThrow(/3000-4999; use the effect "drop" for 1006/);
  for (const code of [1000, 1003, 1007, 1014, 3000, 4999])
    expect(parseRule(rule(code))).toMatchObject({ effect: { code } });
});

test('a rule that repeats an ack more than 1000 times is refused', () => {
  const rule = { operation: 'realtime.prompt', effect: { type: 'ack', times: 1e9 } } as const;
  return startQuiet().then(async (mock) => {
    await expect(mock.account(KEY).rules.add(rule)).rejects.toThrow('give a whole number, at most 1000');
    await mock.close();
  });
});
