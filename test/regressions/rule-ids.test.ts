import { expect, test } from 'vitest';
import { createMock, readScenario, startMock, type RuleSpec } from '../../src/index.js';
import { World } from '../../src/world/world.js';

const hang = { operation: 'jobs.status', effect: { type: 'no-response' } } as const;
const quota = async (mock: ReturnType<typeof createMock>, key: string): Promise<number> =>
  (await mock.fetch('/v1/realtime/quota', { headers: { 'x-api-key': key } })).status;

test('two rules with one id passed the check, and then every request was a 500', async () => {
  const rules: RuleSpec[] = [{ ...hang, id: 'a' }, hang, { ...hang, id: 'a' }];
  const told = 'rules[2]: The id "a" is taken by rules[0].';
  expect(() => createMock({ rules })).toThrow(told);
  await expect(startMock({ rules })).rejects.toThrow(told);
  await expect(readScenario({ rules })).rejects.toThrow(told);
});

test('more rules than an account holds were a 500 too', async () => {
  const limits = { rulesPerAccount: 1 };
  expect(() => createMock({ limits, rules: [hang, hang] })).toThrow(
    'There are 2 rules, and an account holds at most 1',
  );
  await using full = createMock({ limits, rules: [hang], onDefect: () => undefined });
  expect([await quota(full, 'dct_me'), await quota(full, 'dct_fail')]).toEqual([200, 200]);
});

test.each(['magic-key', 'magic-key-process'])('a rule could take "%s", which magic keys need', (id) => {
  const told = `The id "${id}" is kept for what magic keys do`;
  expect(() => createMock({ rules: [{ ...hang, id }] })).toThrow(`rules[0]: ${told}`);
  expect(() =>
    createMock()
      .account()
      .rules.add({ ...hang, id }),
  ).toThrow(told);
});

test('an account of a magic key is saved and loaded with the rules it was born with', async () => {
  await using mock = createMock({ seed: 'x' });
  const saved = await mock.account('dct_fail').save();
  await mock.account('dct_other').load(saved);
  expect(mock.account('dct_other').rules.list()).toMatchObject([{ id: 'magic-key' }]);
});

test('an unnamed rule before one that is called as it would be was a 500', async () => {
  await using mock = createMock({ rules: [hang, { ...hang, id: 'rule-1' }] });
  expect(await quota(mock, 'dct_me')).toBe(200);
  const ids = mock
    .account('dct_me')
    .rules.list()
    .map(({ id }) => id);
  expect(ids).toEqual(['rule-3', 'rule-1']);
  expect(mock.account('dct_me').rules.add(hang).id).toBe('rule-4');
});

test('an unnamed rule beside "rule-2" was missing from those that never fired', () => {
  const world = new World({ rules: [{ ...hang, id: 'rule-2' }, hang] });
  const ids = world
    .account('dct_me')
    .rules.list()
    .map(({ id }) => id);
  expect(ids).toEqual(['rule-2', 'rule-3']);
  expect(world.unusedRules().map(({ id }) => id)).toEqual(ids);
});

test('the id of a rule that was removed is not given out again', async () => {
  await using mock = createMock({ rules: [hang, hang] });
  const { rules } = mock.account();
  rules.remove('rule-2');
  expect(rules.add(hang).id).toBe('rule-3');
});
