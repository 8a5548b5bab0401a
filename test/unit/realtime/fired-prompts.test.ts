import { describe, expect, test } from 'vitest';
import { accountOf, connect, generating, KEY, startQuiet } from './support/start.js';
import type { RunningMock } from '../../../src/index.js';

/** A fault in a prompt fires once: an SDK sends its last prompt again when it reconnects. */

const joinWith = (state: object) => ({ type: 'livekit_join', passthrough: false, initial_state: state });
const ping = { type: 'prompt', prompt: 'a cat [mock:close=1011:oops]' };

async function closesWith(mock: RunningMock, state: object, key = KEY): Promise<number | undefined> {
  await using client = await connect(mock, { key });
  client.send(joinWith(state));
  await client.next('prompt_ack');
  const closed = await Promise.race([client.settled(), client.closed]);
  return closed ? closed.code : undefined;
}

describe('a fault in a realtime prompt', () => {
  test.each([
    ['[mock:close=1011:oops]', { code: 1011, reason: 'oops' }],
    ['[mock:drop]', { code: 1006, reason: '' }],
    ['[mock:error=at_capacity]', { code: 1013, reason: 'Try Again Later' }],
    ['[mock:error=concurrency_limit]', { code: 1013, reason: 'Session Limit Reached' }],
  ])('%s does not hit the connection that sends it again', async (directive, closed) => {
    await using mock = await startQuiet();
    const prompt = `a cat ${directive}`;
    await using first = await generating(mock);
    first.send({ type: 'prompt', prompt });
    expect(await first.closed).toEqual(closed);
    await using second = await connect(mock);
    second.send(joinWith({ type: 'prompt', prompt }));
    expect(await second.next('prompt_ack')).toMatchObject({ prompt, success: true });
    await second.next('generation_started');
    await accountOf(mock).clock.advance(1_000);
    await second.next('generation_tick');
  });

  test('sent again with the picture in force is the same prompt', async () => {
    await using mock = await startQuiet();
    expect(await closesWith(mock, ping)).toBe(1011);
    await using client = await connect(mock);
    client.send(joinWith({ type: 'set_image', prompt: ping.prompt }));
    expect(await client.next('set_image_ack')).toMatchObject({ success: true });
    await client.next('generation_started');
  });

  test('end ends the generation of the first session alone', async () => {
    await using mock = await startQuiet();
    const state = { type: 'prompt', prompt: 'a cat [mock:end=disconnect]' };
    await using first = await connect(mock);
    first.send(joinWith(state));
    await first.next('generation_ended');
    await using second = await connect(mock);
    second.send(joinWith(state));
    await second.next('generation_started');
    await accountOf(mock).clock.advance(2_000);
    await second.next('generation_tick', 2);
    expect(second.of('generation_ended')).toEqual([]);
  });

  test('fires again for another text, another account, after a reset, and with [mock:every]', async () => {
    await using mock = await startQuiet();
    expect(await closesWith(mock, ping)).toBe(1011);
    expect(await closesWith(mock, ping)).toBeUndefined();
    expect(await closesWith(mock, { ...ping, prompt: `${ping.prompt}!` })).toBe(1011);
    expect(await closesWith(mock, ping, 'dct_other')).toBe(1011);
    await mock.world.reset(KEY);
    expect(await closesWith(mock, ping)).toBe(1011);
    const every = { ...ping, prompt: `[mock:every] ${ping.prompt}` };
    expect([await closesWith(mock, every), await closesWith(mock, every)]).toEqual([1011, 1011]);
  });

  test('what concerns the answer alone fires each time', async () => {
    await using mock = await startQuiet();
    await using client = await generating(mock);
    for (const count of [1, 2]) {
      client.send({ type: 'prompt', prompt: 'a cat [mock:refuse=no]' });
      expect(await client.next('prompt_ack', count)).toMatchObject({ success: false, error: 'no' });
    }
  });

  test('that is skipped is a warning, and an entry of the journal', async () => {
    const warnings: string[] = [];
    await using mock = await startQuiet({ onWarning: (warning) => warnings.push(warning) });
    await closesWith(mock, ping);
    expect(warnings).toEqual([]);
    await closesWith(mock, ping);
    expect(warnings).toEqual([
      expect.stringMatching(/^The prompt's \[mock:close\] did not fire: .* or add \[mock:every\]\./),
    ]);
    const entries = await mock.account(KEY).journal.find();
    expect(entries.filter(({ detail }) => detail?.['warnings'])).toMatchObject([
      { operation: 'realtime.prompt', detail: { warnings } },
    ]);
  });

  test('is remembered by a snapshot', async () => {
    await using mock = await startQuiet();
    await closesWith(mock, ping);
    const saved = await mock.account(KEY).save();
    await mock.world.reset(KEY);
    await mock.account(KEY).load(saved);
    expect(await closesWith(mock, ping)).toBeUndefined();
  });
});

test('[mock:every] in a prompt of a job is a warning', async () => {
  const warnings: string[] = [];
  await using mock = await startQuiet({ onWarning: (warning) => warnings.push(warning) });
  const body = new FormData();
  body.set('prompt', 'a cat [mock:every]');
  await fetch(`${mock.url}/v1/jobs/lucy-2.5`, { method: 'POST', body, headers: { 'x-api-key': KEY } });
  expect(warnings).toEqual([expect.stringContaining('applies to realtime prompts, not to jobs.submit')]);
});
