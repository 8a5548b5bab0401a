import { describe, expect, test } from 'vitest';
import { parseRule } from '../../../src/world/rules/parse-rule.js';
import { stopsRetries } from './support/retries.js';
import { accountOf, connect, generating, startQuiet } from './support/start.js';
import { expectAdmitted, rejection } from './support/admission.js';

describe('credits, quota and capacity', () => {
  test('without credits the client is rejected', async () => {
    await using mock = await startQuiet();
    await using client = await connect(mock, { key: 'dct_no_credits' });
    const seen = await rejection(client);
    expect(seen).toEqual({ texts: ['Insufficient credits'], code: 1008, reason: 'Insufficient credits' });
    expect(stopsRetries('Insufficient credits')).toBe(false);
  });

  test('the concurrency limit is checked at connect and shared by keys and tokens of an organisation', async () => {
    await using mock = await startQuiet({
      organisations: { acme: { maxConcurrentSessions: 2 } },
      keys: { dct_one: { organisation: 'acme' }, dct_two: { organisation: 'acme' } },
    });
    const { apiKey } = await accountOf(mock, 'dct_two').tokens.mint({ expiresIn: 600 });
    await using first = await generating(mock, { key: 'dct_one' });
    await using second = await generating(mock, { key: apiKey });
    await using third = await connect(mock, { key: 'dct_two' });
    expect(await rejection(third)).toEqual({
      texts: ['Concurrent session limit reached.'],
      code: 1013,
      reason: 'Session Limit Reached',
    });
    const quota = async (): Promise<unknown> =>
      (await fetch(`${mock.url}/v1/realtime/quota`, { headers: { 'x-api-key': 'dct_one' } })).json();
    expect(await quota()).toEqual({ limit: 2, active: 2, remaining: 0 });

    await first.close();
    const { clock } = accountOf(mock, 'dct_one');
    await until(() => accountOf(mock, 'dct_one').sessions.active === 0);
    await clock.advance(4_999);
    expect(await quota()).toEqual({ limit: 2, active: 2, remaining: 0 });
    await clock.advance(1);
    expect(await quota()).toEqual({ limit: 2, active: 1, remaining: 1 });

    second.vanish();
    const two = accountOf(mock, 'dct_two');
    await until(() => two.sessions.active === 0);
    await two.clock.advance(44_999);
    expect(await quota()).toEqual({ limit: 2, active: 1, remaining: 1 });
    await two.clock.advance(1);
    expect(await quota()).toEqual({ limit: 2, active: 0, remaining: 2 });
  });

  test('at capacity by rule: an error, a close, and the next connect is admitted', async () => {
    await using mock = await startQuiet();
    accountOf(mock).rules.add({
      operation: 'realtime.connect',
      when: { first: 1 },
      effect: { type: 'error', code: 'at_capacity' },
    });
    await using client = await connect(mock);
    const seen = await rejection(client);
    expect(seen).toMatchObject({ texts: ['Server at capacity. Please try again later.'], code: 1013 });
    expect(stopsRetries(String(seen.texts[0]))).toBe(false);
    await using again = await connect(mock);
    await expectAdmitted(again);
  });

  describe.each([
    ['realtime.connect', undefined, 5],
    ['realtime.connect', 30, 30],
    ['realtime.join', undefined, 5],
    ['realtime.join', 0.5, 0.5],
    ['realtime.prompt', 7, 7],
    ['realtime.generation', 7, 7],
  ] as const)(
    'at capacity by a rule on %s with retryAfterSeconds %s',
    (operation, retryAfterSeconds, sent) => {
      test(`the message has retry_after ${sent}, and the close is 1013 Try Again Later`, async () => {
        await using mock = await startQuiet();
        accountOf(mock).rules.add({
          operation,
          effect: {
            type: 'error',
            code: 'at_capacity',
            ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
          },
        });
        await using client = await connect(mock);
        client.send({ type: 'livekit_join', initial_state: { type: 'prompt', prompt: 'a cat' } });
        expect(await client.closed).toEqual({ code: 1013, reason: 'Try Again Later' });
        expect(client.messages.at(-1)).toEqual({
          type: 'error',
          error: 'Server at capacity. Please try again later.',
          message: 'Server at capacity. Please try again later.',
          error_type: 'capacity',
          retry_after: sent,
        });
        await until(() => accountOf(mock).sessions.active === 0);
      });
    },
  );

  test.each([
    ['realtime.prompt', {}],
    ['realtime.generation', { afterMs: 2_000 }],
  ] as const)('the session limit by a rule on %s ends a running session', async (operation, more) => {
    await using mock = await startQuiet();
    accountOf(mock).rules.add({
      operation,
      effect: { type: 'error', code: 'concurrency_limit', ...more },
    });
    await using client = await generating(mock);
    client.send({ type: 'prompt', prompt: 'a cat' });
    await client.settled();
    await accountOf(mock).clock.advance(2_000);
    expect(await client.closed).toEqual({ code: 1013, reason: 'Session Limit Reached' });
    expect(client.messages.at(-1)).toEqual({
      type: 'error',
      error: 'Concurrent session limit reached.',
      message: 'Concurrent session limit reached.',
    });
  });

  test.each([
    ['quota.get', { retryAfterSeconds: 5 }, 'The effect "error" on quota.get has no "retryAfterSeconds"'],
    ['realtime.join', { afterMs: 5 }, 'The effect "error" on realtime.join has no "afterMs"'],
    [
      'realtime.join',
      { code: 'concurrency_limit', retryAfterSeconds: 5 },
      '"retryAfterSeconds" of the effect "error" belongs to the code "at_capacity", not to "concurrency_limit".',
    ],
    ['realtime.join', { retryAfterSeconds: 86_401 }, 'give seconds, from 0 to 86400 (one day)'],
    ['realtime.connect', { retryAfterSeconds: 1e308 }, 'give seconds, from 0 to 86400 (one day)'],
  ] as const)('a rule on %s with %j is refused', (operation, fields, message) => {
    expect(() => parseRule({ operation, effect: { type: 'error', code: 'at_capacity', ...fields } })).toThrow(
      message,
    );
  });

  test('a queue sends positions in both spellings: at once, every 17 seconds, and when they change', async () => {
    await using mock = await startQuiet({ sessionCapacity: 1 });
    const { clock } = accountOf(mock);
    await using first = await generating(mock);
    await using second = await connect(mock);
    second.send({ type: 'livekit_join', passthrough: true });
    expect(await second.next('queue_position')).toEqual({
      type: 'queue_position',
      position: 1,
      queue_position: 1,
      queue_size: 1,
    });
    await using third = await connect(mock);
    third.send({ type: 'livekit_join', passthrough: false });
    third.send({ type: 'prompt', prompt: 'while I wait' });
    expect(await third.next('prompt_ack')).toMatchObject({ success: true });
    await third.next('queue_position');
    await clock.advance(17_000);
    await third.next('queue_position', 2);
    expect(third.of('queue_position')).toHaveLength(2);
    expect(third.of('queue_position')[0]).toMatchObject({ position: 2, queue_size: 2 });
    await first.close();
    await second.next('livekit_room_info');
    expect((await third.next('queue_position', 3))['position']).toBe(1);
    second.vanish();
    await third.next('generation_started');
    expect(third.types().filter((type) => type === 'livekit_room_info')).toHaveLength(1);
  });

  test('a client that leaves the queue takes no capacity', async () => {
    await using mock = await startQuiet({ sessionCapacity: 1 });
    await using first = await generating(mock);
    await using second = await connect(mock);
    second.send({ type: 'livekit_join', passthrough: true });
    await second.next('queue_position');
    await second.close();
    await until(() => accountOf(mock).sessions.active === 1);
    await using third = await connect(mock);
    third.send({ type: 'livekit_join', passthrough: true });
    expect(await third.next('queue_position')).toMatchObject({ position: 1, queue_size: 1 });
    await first.close();
    await third.next('livekit_room_info');
  });

  test('a queue by rule counts down', async () => {
    await using mock = await startQuiet();
    accountOf(mock).rules.add({
      operation: 'realtime.join',
      effect: { type: 'queue', position: 3, size: 8, forMs: 60_000 },
    });
    await using client = await connect(mock);
    client.send({ type: 'livekit_join', passthrough: true });
    await client.next('queue_position');
    await accountOf(mock).clock.advance(59_999);
    await client.next('queue_position', 4);
    expect(client.of('queue_position').map(({ position }) => position)).toEqual([3, 2, 1, 1]);
    await accountOf(mock).clock.advance(1);
    await client.next('livekit_room_info');
    await accountOf(mock).clock.advance(60_000);
    await client.settled();
    expect(client.of('queue_position')).toHaveLength(4);
  });

  test('offers of a queued client are answered once it joins, the latest one', async () => {
    await using mock = await startQuiet();
    accountOf(mock).rules.add({
      operation: 'realtime.join',
      effect: { type: 'queue', position: 1, forMs: 5_000 },
    });
    await using client = await connect(mock);
    for (const kind of ['audio', 'video'])
      client.send({ type: 'offer', sdp: `v=0\r\nm=${kind} 9 UDP/TLS/RTP/SAVPF 96\r\n` });
    await client.settled();
    expect(client.types()).toEqual(['session_id', 'queue_position']);
    await accountOf(mock).clock.advance(5_000);
    expect(String((await client.next('answer'))['sdp'])).toContain('m=video 0');
    await client.next('generation_started');
    await accountOf(mock).clock.advance(1_000);
    await client.next('generation_tick');
  });
});

async function until(reached: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500 && !reached(); tries++)
    await new Promise((resolve) => setTimeout(resolve, 5));
  expect(reached()).toBe(true);
}
