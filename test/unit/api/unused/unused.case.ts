import { mockTest } from '../../../../src/vitest.js';

const test = mockTest({ failOnUnusedRules: true });

test('a rule that is missed', async ({ mock }) => {
  await mock.rules.add({ operation: 'process', match: { model: 'lucy-2' }, effect: { type: 'no-response' } });
  await mock.rules.add({ operation: 'quota.get', when: { nth: 2 }, effect: { type: 'no-response' } });
  await fetch(`${mock.url}/v1/realtime/quota`, { headers: { 'x-api-key': mock.key } });
});

test('a rule that fires', async ({ mock }) => {
  await mock.rules.add({ operation: 'quota.get', effect: { type: 'error', code: 'at_capacity' } });
  await fetch(`${mock.url}/v1/realtime/quota`, { headers: { 'x-api-key': mock.key } });
});
