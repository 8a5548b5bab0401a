import { expect, test } from 'vitest';
import { admit, scripted, type Dial } from './scripted.js';

const capacity = (dial: Dial): void => {
  dial.say({ type: 'error', error: 'Server at capacity.', error_type: 'capacity', retry_after: 5 });
  dial.close(1013, 'Try Again Later');
};

test('waits as long as a capacity refusal asks, tells so, and stops at the budget', async () => {
  const { clock, told, connect, times } = scripted(capacity);
  void connect({ capacityRetryBudgetMs: 12_000 });
  await clock.advance(60_000);
  expect(times()).toEqual([0, 5_000, 10_000]);
  expect(told).toEqual([
    'connecting',
    'wait 1: 5000',
    'wait 2: 5000',
    'disconnected',
    'rejects: Server at capacity.',
  ]);
});

test('with retries 0 a capacity refusal is final', async () => {
  const { clock, told, connect, times } = scripted(capacity);
  void connect({ retries: 0 });
  await clock.advance(60_000);
  expect(times()).toEqual([0]);
  expect(told).toEqual(['connecting', 'disconnected', 'rejects: Server at capacity.']);
});

test('dials 1, 2, 4, 8 and 10 s after a close that is not final', async () => {
  const { clock, told, connect, times } = scripted((dial) => dial.close(1013, 'Try Again Later'));
  void connect();
  await clock.advance(60_000);
  expect(times()).toEqual([0, 1_000, 3_000, 7_000, 15_000, 25_000]);
  expect(told.at(-1)).toBe('rejects: WebSocket closed: 1013 Try Again Later');
});

test.each([
  ['a 1008', (dial: Dial) => dial.close(1008, 'Retired'), 'WebSocket closed: 1008 Retired'],
  [
    'the session limit',
    (dial: Dial) => dial.say({ type: 'error', error: 'Concurrent session limit reached.' }),
    'Concurrent session limit reached.',
  ],
  [
    'the session limit as a bare close',
    (dial: Dial) => dial.close(1013, 'Session Limit Reached'),
    'WebSocket closed: 1013 Session Limit Reached',
  ],
  [
    'a permanent text',
    (dial: Dial) => dial.say({ type: 'error', error: 'Invalid API key' }),
    'Invalid API key',
  ],
])('%s rejects at once', async (_, script, text) => {
  const { clock, told, connect, times } = scripted(script);
  void connect();
  await clock.advance(60_000);
  expect(times()).toEqual([0]);
  expect(told).toEqual(['connecting', 'disconnected', `rejects: ${text}`]);
});

test('an error before a 1008 costs its reason', async () => {
  const { clock, told, connect, times } = scripted((dial) => {
    dial.say({ type: 'error', error: 'This model has been retired.' });
    dial.close(1008, 'This model has been retired.');
  });
  void connect();
  await clock.advance(60_000);
  expect(times()).toEqual([0]);
  expect(told.at(-1)).toBe('rejects: Stale connect attempt');
});

test('a queue lifts the limit of room info', async () => {
  const { clock, told, connect, times } = scripted((dial) => {
    dial.say({ type: 'queue_position', position: 2, queue_size: 3 });
    clock.after(40_000, () => admit(dial));
  });
  void connect();
  await clock.advance(41_000);
  expect(times()).toEqual([0]);
  expect(told).toEqual(['connecting', 'connected']);
});

test('without room info it dials again after 15 s', async () => {
  const { clock, connect, times } = scripted((dial, nth) => void (nth > 1 && admit(dial)));
  void connect();
  await clock.advance(20_000);
  expect(times()).toEqual([0, 16_000]);
});

test('a JWT that expired more than 5 s ago is not dialled', async () => {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const exp = Date.parse('2026-10-07T11:59:50Z') / 1000;
  const apiKey = `${part({ alg: 'EdDSA' })}.${part({ sub: 'user', exp })}.signature`;
  const { clock, told, connect, times } = scripted(admit, { apiKey });
  void connect();
  await clock.advance(1_000);
  expect(times()).toEqual([]);
  expect(told.at(-1)).toMatch(/^rejects: Client token expired 10 s ago \(exp 2026-10-07T11:59:50/);
});

test('a provider is asked before each dial', async () => {
  let asked = 0;
  const { clock, dials, connect } = scripted((dial, nth) => (nth === 1 ? dial.close(1011) : admit(dial)), {
    apiKeyProvider: () => `key${++asked}`,
  });
  void connect();
  await clock.advance(5_000);
  expect(dials.map(({ url }) => url.searchParams.get('api_key'))).toEqual(['key1', 'key2']);
});
