import { describe, expect, test } from 'vitest';
import type { MockOptions, RunningMock } from '../../../src/index.js';
import { accountOf, connect, EMPTY_STATE, KEY, startQuiet } from './support/start.js';
import type { StreamClient } from './support/stream-client.js';

const startLive = (options: MockOptions = {}): Promise<RunningMock> =>
  startQuiet({ pace: 'live', ...options });

const picture = (number: number): string =>
  Buffer.concat([
    Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
    Buffer.from(String(number)),
  ]).toString('base64');

/** Advances in steps of `step` ms until the client has `count` messages of the type. @returns the ms advanced */
async function msUntil(mock: RunningMock, client: StreamClient, type: string, count = 1, step = 10) {
  const { clock } = accountOf(mock);
  await client.settled();
  for (let ms = 0; ms < 30_000; ms += step) {
    if (client.of(type).length >= count) return ms;
    await clock.advance(step);
    await client.settled();
  }
  throw new Error(`No ${count} x ${type} within 30 s: ${JSON.stringify(client.types())}`);
}

/** ms from a state message until its ack. */
async function msUntilAck(
  mock: RunningMock,
  client: StreamClient,
  message: { type: string; [field: string]: unknown },
) {
  const type = `${message.type}_ack`;
  const before = client.of(type).length;
  client.send(message);
  return msUntil(mock, client, type, before + 1);
}

const median = (times: readonly number[]): number =>
  [...times].sort((a, b) => a - b)[times.length >> 1] ?? Number.NaN;

describe('the pace "live"', () => {
  test('the room comes after 2.3 to 3.3 s, the first frame 4.3 to 8 s after connecting', async () => {
    const rooms: number[] = [];
    const firsts: number[] = [];
    for (let number = 0; number < 12; number++) {
      await using mock = await startLive({ seed: `connect ${number}` });
      await using client = await connect(mock);
      client.send({ type: 'livekit_join', initial_state: EMPTY_STATE });
      const room = await msUntil(mock, client, 'livekit_room_info', 1, 50);
      rooms.push(room);
      firsts.push(room + (await msUntil(mock, client, 'generation_started', 1, 50)));
    }
    expect(Math.min(...rooms)).toBeGreaterThanOrEqual(2_300);
    expect(Math.max(...rooms)).toBeLessThanOrEqual(3_350);
    expect(Math.min(...firsts)).toBeGreaterThanOrEqual(4_300);
    expect(Math.max(...firsts)).toBeLessThanOrEqual(8_100);
    expect(new Set(firsts).size).toBeGreaterThan(3);
  });

  test('a new picture takes 400 to 900 ms, some 1.3 to 2.9 s; one that the session has had 130 to 340 ms', async () => {
    await using mock = await startLive();
    await using client = await connect(mock);
    const first: number[] = [];
    const again: number[] = [];
    for (let number = 0; number < 60; number++) {
      const message = { type: 'set_image', image_data: picture(number), prompt: 'x' };
      first.push(await msUntilAck(mock, client, message));
      again.push(await msUntilAck(mock, client, message));
    }
    const slow = first.filter((ms) => ms > 910);
    const usual = first.filter((ms) => ms <= 910);
    expect(Math.min(...usual)).toBeGreaterThanOrEqual(400);
    expect(median(usual)).toBeGreaterThan(550);
    expect(median(usual)).toBeLessThan(750);
    expect(slow.length).toBeGreaterThan(2);
    expect(slow.length).toBeLessThan(20);
    expect(Math.min(...slow)).toBeGreaterThanOrEqual(1_300);
    expect(Math.max(...slow)).toBeLessThanOrEqual(2_910);
    expect(Math.min(...again)).toBeGreaterThanOrEqual(130);
    expect(Math.max(...again)).toBeLessThanOrEqual(350);
  });

  test('a prompt, and a state without a picture, take 130 to 340 ms', async () => {
    await using mock = await startLive();
    await using client = await connect(mock);
    for (const message of [
      { type: 'prompt', prompt: 'a red cat' },
      { type: 'set_image', image_data: null, prompt: 'a red cat' },
    ]) {
      const ms = await msUntilAck(mock, client, message);
      expect(ms).toBeGreaterThanOrEqual(130);
      expect(ms).toBeLessThanOrEqual(350);
    }
  });

  test('rules and directives are stronger, also with no delay', async () => {
    await using mock = await startLive();
    const { rules } = accountOf(mock);
    rules.add({ operation: 'realtime.join', effect: { type: 'delay', ms: 0 } });
    await using client = await connect(mock);
    client.send({ type: 'livekit_join', passthrough: true });
    await client.next('livekit_room_info');
    expect(await msUntilAck(mock, client, { type: 'prompt', prompt: 'x [mock:delay=5s]' })).toBe(5_000);
    rules.add({ operation: 'realtime.image', effect: { type: 'ack', lateMs: 0 } });
    client.send({ type: 'set_image', image_data: picture(1) });
    await client.next('set_image_ack');
  });

  test('the same seed gives the same times, and the ids of the pace "fast"', async () => {
    const times: number[] = [];
    const ids: unknown[] = [];
    for (const pace of ['live', 'live', 'fast'] as const) {
      await using mock = await startLive({ pace });
      await using client = await connect(mock);
      client.send({ type: 'livekit_join', initial_state: EMPTY_STATE });
      times.push(await msUntil(mock, client, 'livekit_room_info'));
      ids.push((await client.next('livekit_room_info'))['session_id']);
    }
    expect(times[0]).toBe(times[1]);
    expect(times[2]).toBe(0);
    expect(new Set(ids).size).toBe(1);
  });

  test('an auto clock does not wait', async () => {
    await using mock = await startLive({ clock: 'auto' });
    await using client = await connect(mock);
    client.send({ type: 'livekit_join', initial_state: EMPTY_STATE });
    client.send({ type: 'set_image', image_data: picture(1) });
    await client.next('set_image_ack');
    await client.next('generation_started');
  });

  test('one account can be live beside fast ones, and be changed while it runs', async () => {
    await using mock = await startQuiet({ keys: { dct_slow: { pace: 'live' } } });
    expect((await mock.account('dct_slow').pace.get()).pace).toBe('live');
    expect((await mock.account(KEY).pace.get()).pace).toBe('fast');
    await using fast = await connect(mock);
    fast.send({ type: 'livekit_join', initial_state: EMPTY_STATE });
    await fast.next('generation_started');
    await mock.account(KEY).pace.set('live');
    expect(await msUntilAck(mock, fast, { type: 'prompt', prompt: 'x' })).toBeGreaterThanOrEqual(130);
    await mock.account(KEY).reset();
    expect((await mock.account(KEY).pace.get()).pace).toBe('fast');
  });
});
