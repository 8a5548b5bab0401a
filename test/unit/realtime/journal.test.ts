import { expect, test } from 'vitest';
import type { JournalEntry } from '../../../src/world/journal/journal.js';
import { accountOf, connect, generating, startQuiet } from './support/start.js';

/** An entry as one line: seconds, then direction and message, or stage. */
function line(start: number, { at, detail, request, response }: JournalEntry): string {
  const seconds = ((at - start) / 1_000).toFixed(1);
  const { direction, ...stage } = detail ?? {};
  if (direction === 'in') return `${seconds} in ${JSON.stringify(request)}`;
  if (direction === 'out') return `${seconds} out ${JSON.stringify(response)}`;
  return `${seconds} ${JSON.stringify(stage)}`;
}

test('notes a session from join to end, with its billed seconds', async () => {
  await using mock = await startQuiet({ keys: { dct_realtime: { credits: 50, autoTopUp: null } } });
  const account = accountOf(mock);
  const start = account.clock.now();
  account.rules.add({
    id: 'shut-down',
    operation: 'realtime.generation',
    effect: { type: 'end', reason: 'timeout', afterSeconds: 3 },
  });
  await using client = await connect(mock, { model: 'lucy-latest' });
  client.send({ type: 'livekit_join', passthrough: false });
  await client.next('livekit_room_info');
  client.send({ type: 'set_image', image_data: null, prompt: 'Anime style', enhance_prompt: true });
  await client.next('generation_started');
  await account.clock.advance(5_000);
  await client.next('generation_ended');
  await client.close(1000);
  await account.journal.waitForCount({ operation: 'realtime.connect', kind: 'world' }, 2);
  await account.clock.advance(5_000);

  const [{ id } = { id: '' }] = account.sessions.list();
  const entries = account.journal.find({ sessionId: id });
  expect(entries.map((entry) => line(start, entry))).toEqual([
    '0.0 {"stage":"admitted"}',
    '0.0 in {"type":"livekit_join","passthrough":false}',
    '0.0 {"stage":"joined","dialect":"livekit"}',
    `0.0 out {"type":"livekit_room_info","livekit_url":"${mock.realtimeUrl}","token":"[redacted]","room_name":"room-${id}","session_id":"${id}"}`,
    '0.0 in {"type":"set_image","image_data":null,"prompt":"Anime style","enhance_prompt":true}',
    '0.0 {"stage":"generating"}',
    '0.0 out {"type":"generation_started"}',
    '0.0 {"fired":["end"]}',
    '0.0 out {"type":"set_image_ack","success":true,"error":null}',
    '1.0 out {"type":"generation_tick","seconds":1}',
    '2.0 out {"type":"generation_tick","seconds":2}',
    '3.0 out {"type":"generation_tick","seconds":3}',
    '3.0 out {"type":"generation_ended","seconds":3,"reason":"timeout"}',
    '3.0 {"stage":"ended","reason":"timeout","seconds":3,"credits":6}',
    '5.0 {"stage":"closed","how":"clean","reason":"client_ended"}',
  ]);
  expect(entries[0]).toMatchObject({
    path: '/v1/stream',
    request: { model: 'lucy-latest' },
    model: 'lucy-2.5',
  });
  expect(entries.find(({ rules }) => rules)?.rules).toEqual(['shut-down']);
  expect(account.sessions.get(id)).toMatchObject({
    model: 'lucy-2.5',
    dialect: 'livekit',
    stage: 'ended',
    seconds: 3,
    credits: 6,
    endReason: 'timeout',
  });
  const bill = account.organisation.credits.ledger().map(({ at, kind, amount, available, for: what }) => ({
    at: at - start,
    kind,
    amount,
    available,
    for: what,
  }));
  expect(bill).toEqual([
    { at: 1_000, kind: 'draw', amount: -2, available: 48, for: id },
    { at: 2_000, kind: 'draw', amount: -2, available: 46, for: id },
    { at: 3_000, kind: 'draw', amount: -2, available: 44, for: id },
  ]);
  expect(account.organisation.quota.active()).toBe(0);
});

test('contains no key, no token and no image', async () => {
  await using mock = await startQuiet();
  const account = accountOf(mock);
  const { apiKey } = await account.tokens.mint({ expiresIn: 600 });
  await using client = await generating(mock, { key: apiKey });
  const image = Buffer.alloc(200_000, 'secret-picture').toString('base64');
  client.send({ type: 'set_image', image_data: image });
  await client.next('set_image_ack');
  const { token } = await client.next('livekit_room_info');
  const text = JSON.stringify(account.journal.find());
  for (const secret of [apiKey, String(token), image.slice(0, 100)]) expect(text).not.toContain(secret);
  expect(text).toContain(`[${image.length} characters]`);
});

test('notes a rejection with its code and advice', async () => {
  await using mock = await startQuiet({ keys: { dct_realtime: { maxConcurrentSessions: 0 } } });
  await using client = await connect(mock);
  await client.closed;
  expect(accountOf(mock).journal.find({ kind: 'ws' })).toMatchObject([
    {
      operation: 'realtime.connect',
      error: 'concurrency_limit',
      advice: 'End a session first.',
      path: '/v1/stream',
      request: { model: 'lucy-2.5' },
      response: { type: 'error', error: 'Concurrent session limit reached.' },
      detail: { close: 1013, reason: 'Session Limit Reached' },
    },
  ]);
});

test('the same seed gives the same session', async () => {
  const run = async (): Promise<string> => {
    await using mock = await startQuiet();
    await using client = await generating(mock);
    await accountOf(mock).clock.advance(2_000);
    await client.next('generation_tick', 2);
    return JSON.stringify(accountOf(mock).journal.find()).replaceAll(mock.realtimeUrl, '');
  };
  expect(await run()).toBe(await run());
});
