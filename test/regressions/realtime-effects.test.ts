import { describe, expect, test } from 'vitest';
import type { RuleInput } from '../../src/index.js';
import { accountOf, connect, EMPTY_STATE, generating, startQuiet } from '../unit/realtime/support/start.js';
import type { StreamClient } from '../unit/realtime/support/stream-client.js';

/** Effects that fire before the generation to which they apply. */

describe('the effect end before a generation', () => {
  const ruled = (operation: RuleInput['operation'], more: object = {}): RuleInput => ({
    operation,
    effect: { type: 'end', reason: 'moderation', message: 'mm', ...more },
  });
  const seen = (client: StreamClient): readonly unknown[] =>
    client.types().filter((type) => type !== 'livekit_room_info' && type !== 'set_image_ack');

  test.each(['realtime.connect', 'realtime.join', 'realtime.media', 'realtime.generation'] as const)(
    'on %s ends it at 0 s',
    async (operation) => {
      await using mock = await startQuiet();
      accountOf(mock).rules.add(ruled(operation));
      await using client = await connect(mock);
      client.send({ type: 'livekit_join', initial_state: EMPTY_STATE });
      expect(await client.next('generation_ended')).toMatchObject({ seconds: 0, reason: 'moderation' });
      expect(seen(client)).toEqual(['generation_started', 'error', 'generation_ended']);
    },
  );

  test('of a prompt before the join ends it at 0 s', async () => {
    await using mock = await startQuiet();
    await using client = await connect(mock);
    client.send({ type: 'livekit_join', initial_state: { type: 'prompt', prompt: 'x [mock:end=timeout]' } });
    expect(await client.next('generation_ended')).toMatchObject({ seconds: 0, reason: 'timeout' });
  });

  test.each(['livekit', 'direct'] as const)(
    'of the first prompt ends it as soon as it starts: %s',
    async (dialect) => {
      await using mock = await startQuiet();
      await using client = await connect(mock);
      if (dialect === 'livekit') client.send({ type: 'livekit_join', passthrough: false });
      client.send({ type: 'prompt', prompt: 'x [mock:end=timeout]' });
      await client.next('prompt_ack');
      if (dialect === 'direct')
        client.send({ type: 'offer', sdp: 'v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n' });
      expect(await client.next('generation_ended')).toMatchObject({ seconds: 0, reason: 'timeout' });
      expect(client.types().filter((type) => type.startsWith('generation'))).toEqual([
        'generation_started',
        'generation_ended',
      ]);
    },
  );

  test('of many prompts ends it once, at the earliest', async () => {
    await using mock = await startQuiet();
    accountOf(mock).rules.add(ruled('realtime.connect', { afterSeconds: 2 }));
    await using client = await connect(mock);
    const prompt = `x ${'[mock:end=timeout]'.repeat(30)}`;
    client.send({ type: 'livekit_join', initial_state: { type: 'prompt', prompt } });
    expect(await client.next('generation_ended')).toMatchObject({ seconds: 0, reason: 'timeout' });
    await accountOf(mock).clock.advance(5_000);
    await client.settled();
    expect([client.of('generation_ended').length, client.of('error').length]).toEqual([1, 0]);
  });

  test('with afterSeconds ends it after them', async () => {
    await using mock = await startQuiet();
    accountOf(mock).rules.add(ruled('realtime.join', { afterSeconds: 2 }));
    await using client = await generating(mock);
    await accountOf(mock).clock.advance(5_000);
    expect(await client.next('generation_ended')).toMatchObject({ seconds: 2, reason: 'moderation' });
  });
});

test('a media fault that takes effect at the next connection waits for its afterSeconds', async () => {
  await using mock = await startQuiet();
  const effect = { type: 'media', mode: 'no-ice', afterSeconds: 2 } as const;
  accountOf(mock).rules.add({ operation: 'realtime.join', effect });
  await using client = await generating(mock);
  await accountOf(mock).clock.advance(5_000);
  await client.settled();
  expect(client.of('generation_tick').map(({ seconds }) => seconds)).toEqual([1, 2]);
});
