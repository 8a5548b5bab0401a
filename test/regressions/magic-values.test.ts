import { expect, test } from 'vitest';
import type { EntryView } from '../../src/index.js';
import { keyWarning, promptWarnings } from '../../src/world/rules/magic-warnings.js';
import { connect, EMPTY_STATE, KEY, startQuiet } from '../unit/realtime/support/start.js';
import { serve } from '../unit/http/support/serve.js';
import { submit } from './support.js';

test('a misspelt directive in a prompt is warned about once, and journalled each time', async () => {
  const warnings: string[] = [];
  await using served = await serve({ onWarning: (warning) => warnings.push(warning) });
  const expected =
    'The prompt\'s [mock:fial] has no effect: it is not a directive; did you mean "fail"? See docs/reference/magic-values.md.';
  for (let times = 0; times < 2; times++)
    expect((await submit(served, 'a cat [mock:fial]')).status).toBe(200);
  expect(warnings).toEqual([expected]);
  const entries = await served.mock.account('dct_r').journal.find({ operation: 'jobs.submit' });
  expect(entries.map(({ detail }) => detail)).toEqual([{ warnings: [expected] }, { warnings: [expected] }]);
});

test('a misspelt directive in a realtime prompt is warned about and journalled', async () => {
  const warnings: string[] = [];
  await using mock = await startQuiet({ onWarning: (warning) => warnings.push(warning) });
  await using client = await connect(mock);
  client.send({ type: 'livekit_join', initial_state: EMPTY_STATE });
  await client.next('generation_started');
  client.send({ type: 'prompt', prompt: 'a cat [mock:closed=1008]' });
  await client.next('prompt_ack');
  expect(warnings).toEqual([expect.stringContaining('did you mean "close"?')]);
  const noted = ({ detail }: EntryView): boolean => detail?.['warnings'] !== undefined;
  expect((await mock.account(KEY).journal.find({ operation: 'realtime.prompt' })).filter(noted)).toHaveLength(
    1,
  );
});

test.each(['[mock:fail]', '[mock:status.error=at_capacity] [mock:content.truncate=5]', '[mock]'])(
  'the directive %s of a job prompt prints no warning',
  (prompt) => {
    expect(promptWarnings(`a cat ${prompt}`, 'jobs.submit')).toEqual([]);
  },
);

test.each([
  ['[mock:Fail]', 'did you mean "fail"?'],
  ['[mock: fail]', 'did you mean "fail"?'],
  ['[mock:xyzzy]', 'expected one of: status, error'],
  ['[mock:fail', 'lacks its closing bracket'],
  ['[mock:\u001b[2Jx\ny]', '[mock:?[2Jx?y]'],
  ['[mock:delay=soon]', 'needs a duration like 5s.'],
  ['[mock:error=at_capacty]', 'needs an error code; did you mean "at_capacity"?'],
  ['[mock:error=session_limit]', 'needs an error code; did you mean "concurrency_limit"?'],
  ['[mock:statu.error=internal]', 'did you mean "status"?'],
  ['[mock:close=1008]', 'not to jobs.submit.'],
  ['[mock:status.fail]', 'not to jobs.status.'],
])('the directive %s of a job prompt is warned about: %s', (prompt, message) => {
  expect(promptWarnings(`a cat ${prompt}`, 'jobs.submit')).toEqual([expect.stringContaining(message)]);
});

test('a directive that ends at a bracket within its value is warned about', () => {
  expect(promptWarnings('[mock:close=1008:a: b [c] d]', 'realtime.prompt')).toEqual([
    'The prompt\'s [mock:close=1008:a: b [c] ends at the first "]": a value cannot contain one. Use a rule for such a text. See docs/reference/magic-values.md.',
  ]);
  expect(promptWarnings('[mock:refuse=a] [b] [mock:late=2s]', 'realtime.prompt')).toEqual([]);
});

test('a warning about a prompt of a session names the session', async () => {
  await using mock = await startQuiet({ onWarning: () => undefined });
  await using client = await connect(mock);
  client.send({ type: 'livekit_join', initial_state: EMPTY_STATE });
  const { session_id: sessionId } = await client.next('livekit_room_info');
  for (const prompt of ['[mock:end=x]', 'b', '[mock:end=x]', '[mock:fial]'])
    client.send({ type: 'prompt', prompt });
  await client.next('prompt_ack', 4);
  const entries = await mock.account(KEY).journal.find({ sessionId: String(sessionId) });
  expect(entries.flatMap(({ detail }) => detail?.['warnings'] ?? [])).toEqual([
    expect.stringContaining('[mock:end] did not fire'),
    expect.stringContaining('did you mean "fail"?'),
  ]);
});

test.each(['undefined', 'null', 'NaN', 'None'])('the key %s is warned about, and works', async (key) => {
  const warnings: string[] = [];
  await using mock = await startQuiet({ onWarning: (warning) => warnings.push(warning) });
  await using client = await connect(mock, { key });
  client.send({ type: 'livekit_join' });
  await client.next('livekit_room_info');
  expect(warnings).toEqual([
    `A client's key is the text "${key}", and the mock accepts it as a key. Is its variable or option unset?`,
  ]);
});

test('an empty key is refused', async () => {
  await using mock = await startQuiet();
  await using client = await connect(mock, { key: '' });
  expect(await client.closed).toEqual({ code: 1008, reason: 'Invalid API key' });
});

test('only the request that carries the prompt is warned about its directives, at most ten of them', () => {
  expect(promptWarnings('[mock:status.error=internal]', 'process')).toEqual([
    expect.stringContaining('applies to the prompt of jobs.submit'),
  ]);
  expect(promptWarnings('[mock:fial]', 'jobs.status')).toEqual([]);
  expect(promptWarnings('[mock:x]'.repeat(1_000), 'process')).toHaveLength(10);
});

test('a key close to a magic key is warned about', async () => {
  const warnings: string[] = [];
  await using served = await serve({ onWarning: (warning) => warnings.push(warning) });
  await submit(served, '', 'dct_no_credit_test7');
  expect(warnings).toEqual([expect.stringContaining('did you mean "no_credits"?')]);
  expect(await served.mock.account('dct_no_credit_test7').journal.find({ kind: 'world' })).toMatchObject([
    { operation: 'key', detail: { warnings } },
  ]);
});

test.each([
  'dct_fail',
  'dct_fail_mine',
  'dct_quota_2',
  'dct_mock',
  'dct_file',
  'dct_test_0a1b2c3d4e',
  'sk-fial',
])('the key %s prints no warning', (key) => {
  expect(keyWarning(key)).toBeUndefined();
});

test.each([
  ['dct_fial', '"fail"'],
  ['dct_FAIL', '"fail"'],
  ['dct_at-capacity', '"at_capacity"'],
  ['dct_quota', '"quota_<n>"'],
  ['dct_quota2_mine', '"quota_<n>"'],
])('the key %s is close to the magic key %s', (key, meant) => {
  expect(keyWarning(key)).toContain(`did you mean ${meant}`);
});
