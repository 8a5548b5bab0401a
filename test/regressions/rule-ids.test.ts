import { expect, test } from 'vitest';
import { createMock, readScenario, startMock, type RuleSpec } from '../../src/index.js';
import { World } from '../../src/world/world.js';

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

test('more rules than an account holds are refused at the start; rules of magic keys come on top', async () => {
  const limits = { rulesPerAccount: 1 };
  expect(() => createMock({ limits, rules: [noResponse, noResponse] })).toThrow(
    'There are 2 rules, and an account holds at most 1',
  );
  await using full = createMock({ limits, rules: [noResponse], onDefect: () => undefined });
  expect([await quota(full, 'dct_me'), await quota(full, 'dct_fail')]).toEqual([200, 200]);
});

test.each(['magic-key', 'magic-key-process'])('the id "%s" is reserved for magic keys', (id) => {
  const message = `The id "${id}" is reserved for magic keys`;
  expect(() => createMock({ rules: [{ ...noResponse, id }] })).toThrow(`rules[0]: ${message}`);
  expect(() =>
    createMock()
      .account()
      .rules.add({ ...noResponse, id }),
  ).toThrow(message);
});

test('an account of a magic key is saved and loaded with the rules it started with', async () => {
  await using mock = createMock({ seed: 'x' });
  const saved = await mock.account('dct_fail').save();
  await mock.account('dct_other').load(saved);
  expect(mock.account('dct_other').rules.list()).toMatchObject([{ id: 'magic-key' }]);
});

test('a rule without an id gets one that no later rule has', async () => {
  await using mock = createMock({ rules: [noResponse, { ...noResponse, id: 'rule-1' }] });
  expect(await quota(mock, 'dct_me')).toBe(200);
  const ids = mock
    .account('dct_me')
    .rules.list()
    .map(({ id }) => id);
  expect(ids).toEqual(['rule-3', 'rule-1']);
  expect(mock.account('dct_me').rules.add(noResponse).id).toBe('rule-4');
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
  rules.remove('rule-2');
  expect(rules.add(noResponse).id).toBe('rule-3');
});
