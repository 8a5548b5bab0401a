import { describe, expect, test } from 'vitest';
import type { MockOptions, RuleInput, RunningMock } from '../../../src/index.js';
import { accountOf, connect, EMPTY_STATE, generating, KEY, startQuiet } from './support/start.js';

const MINUTE = 60_000;

/** The types and times, in ms, of what the server sent of these types. */
const sent = (mock: RunningMock, types: readonly string[]): unknown[] => {
  const { journal } = accountOf(mock);
  const entries = journal.find();
  const began = entries[0]?.at ?? 0;
  return entries.flatMap(({ at, kind, detail }) => {
    const { direction, type } = (detail ?? {}) as Record<string, unknown>;
    return kind === 'ws' && direction === 'out' && types.includes(String(type)) ? [[type, at - began]] : [];
  });
};

/** What a client gets within a minute, moved in this number of equal steps. */
async function minuteIn(
  steps: number,
  options: MockOptions,
  rule: RuleInput | undefined,
  first: readonly object[],
): Promise<unknown[]> {
  await using mock = await startQuiet({ seed: 'steps', ...options });
  const account = accountOf(mock);
  if (rule) account.rules.add(rule);
  await using client = await connect(mock);
  for (const message of first) client.send(message);
  await client.settled();
  for (let step = 0; step < steps; step++) {
    await account.clock.advance(MINUTE / steps);
    await client.settled();
  }
  return sent(mock, ['livekit_room_info', 'answer', 'prompt_ack', 'generation_started', 'generation_tick']);
}

const join = { type: 'livekit_join', initial_state: EMPTY_STATE };
const offer = { type: 'offer', sdp: 'v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n' };
const prompts = ['a', 'b', 'c'].map((prompt) => ({ type: 'prompt', prompt }));

describe('one move of the clock does what many small ones do', () => {
  test.each<[string, MockOptions, RuleInput | undefined, readonly object[]]>([
    ['after the pace of the connection', { pace: 'live' }, undefined, [join]],
    [
      'after a delayed join',
      {},
      { operation: 'realtime.join', effect: { type: 'delay', ms: 5_000 } },
      [join],
    ],
    [
      'after a queue',
      {},
      { operation: 'realtime.join', effect: { type: 'queue', position: 2, forMs: 5_000 } },
      [join],
    ],
    [
      'after a delayed offer',
      {},
      { operation: 'realtime.join', effect: { type: 'delay', ms: 5_000 } },
      [offer],
    ],
    ['with several late acks', { pace: 'live' }, undefined, [join, ...prompts]],
  ])('%s', async (_, options, rule, first) => {
    const whole = await minuteIn(1, options, rule, first);
    expect(whole).toEqual(await minuteIn(240, options, rule, first));
    expect(whole.length).toBeGreaterThan(50);
  });

  test('for a client whose capacity becomes free in it', async () => {
    await using mock = await startQuiet({ sessionCapacity: 1 });
    const account = accountOf(mock);
    account.rules.add({
      operation: 'realtime.generation',
      when: { first: 1 },
      effect: { type: 'close', code: 1011, afterMs: 5_000 },
    });
    await using first = await generating(mock);
    await using second = await connect(mock);
    second.send(join);
    await second.next('queue_position');
    await account.clock.advance(MINUTE);
    await first.closed;
    await second.settled();
    expect(second.of('generation_tick')).toHaveLength(55);
  });

  test('for a session over HTTP with a late first state', async () => {
    await using mock = await startQuiet();
    const { clock, sessions } = accountOf(mock);
    const created = fetch(`${mock.url}/v1/realtime/sessions`, {
      method: 'POST',
      headers: { 'x-api-key': KEY, 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'lucy-2.5', sdp: offer, prompt: 'x [mock:delay=5s]' }),
    });
    await expect.poll(() => clock.pending.map(({ label }) => label)).toContain('prompt ack');
    await clock.advance(MINUTE);
    expect((await created).status).toBe(201);
    expect(sessions.list()).toMatchObject([{ stage: 'generating', seconds: 55 }]);
  });
});
