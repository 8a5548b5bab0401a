import { describe, expect, test } from 'vitest';
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
