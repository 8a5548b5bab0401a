import { expect, test } from 'vitest';
import { createMock, readScenario, type RuleSpec, type Snapshot } from '../../src/index.js';
import { accountOf, connect, KEY, startQuiet } from '../unit/realtime/support/start.js';

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
  expect(() => account.rules.add(rule)).toThrow(REFUSED);
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
  expect(mock.account(KEY).rules.list()).toEqual([]);
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
