import { describe, expect, test } from 'vitest';
import { accountOf, connect, EMPTY_STATE, generating, startQuiet } from './support/start.js';

const OFFER = { type: 'offer', sdp: 'v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n' };
/** Seven credits are three seconds of lucy-2.5. */
const POOR = { keys: { dct_realtime: { credits: 7, autoTopUp: null } } };

describe('a terminal end', () => {
  test.each(['moderation_violation', 'insufficient_credits'])(
    '%s by rule is followed by a close with 1000',
    async (reason) => {
      await using mock = await startQuiet();
      accountOf(mock).rules.add({
        operation: 'realtime.generation',
        effect: { type: 'end', reason, afterSeconds: 4 },
      });
      await using client = await generating(mock);
      await accountOf(mock).clock.advance(10_000);
      expect(await client.closed).toEqual({ code: 1000, reason });
      expect(client.messages.at(-1)).toEqual({ type: 'generation_ended', seconds: 4, reason });
      expect(client.of('generation_tick')).toHaveLength(4);
      expect(client.of('error')).toEqual([]);
      expect(accountOf(mock).sessions.active).toBe(0);
    },
  );

  test('by a directive in a prompt closes after the ack', async () => {
    await using mock = await startQuiet();
    await using client = await generating(mock);
    client.send({ type: 'prompt', prompt: 'x [mock:end=moderation_violation]' });
    expect(await client.closed).toEqual({ code: 1000, reason: 'moderation_violation' });
    expect(client.types().slice(-2)).toEqual(['prompt_ack', 'generation_ended']);
  });

  test('without credits has no error over LiveKit', async () => {
    await using mock = await startQuiet(POOR);
    await using client = await generating(mock);
    await accountOf(mock).clock.advance(10_000);
    expect(await client.closed).toEqual({ code: 1000, reason: 'insufficient_credits' });
    expect(client.types()).not.toContain('error');
    expect(client.messages.at(-1)).toEqual({
      type: 'generation_ended',
      seconds: 3,
      reason: 'insufficient_credits',
    });
    expect(accountOf(mock).organisation.credits.available()).toBe(1);
  });

  test('without credits has the error over direct WebRTC, whose clients read nothing else', async () => {
    await using mock = await startQuiet(POOR);
    await using client = await connect(mock);
    client.send(OFFER);
    await client.next('generation_started');
    await accountOf(mock).clock.advance(10_000);
    expect(await client.closed).toEqual({ code: 1000, reason: 'insufficient_credits' });
    expect(client.messages.slice(-2)).toMatchObject([
      { type: 'error', error: 'Insufficient credits' },
      { type: 'generation_ended', seconds: 3 },
    ]);
  });
});

describe('a session with nothing applied', () => {
  test.each([
    ['passthrough', { passthrough: true }],
    ['an announced state', { passthrough: false }],
    ['nothing', {}],
    ['null as initial state', { initial_state: null }],
  ])('joined with %s does not generate until a state is applied', async (_name, join) => {
    await using mock = await startQuiet();
    await using client = await connect(mock);
    client.send({ type: 'livekit_join', ...join });
    await client.next('livekit_room_info');
    await accountOf(mock).clock.advance(60_000);
    await client.settled();
    expect(client.types()).toEqual(['livekit_room_info']);
    expect(accountOf(mock).organisation.credits.ledger()).toEqual([]);
    client.send(EMPTY_STATE);
    await client.next('generation_started');
    await accountOf(mock).clock.advance(1_000);
    await client.next('generation_tick');
  });

  test('does not generate after a state that was refused', async () => {
    await using mock = await startQuiet();
    await using client = await connect(mock);
    client.send({ type: 'livekit_join', passthrough: true });
    client.send({ type: 'prompt', prompt: 'x [mock:refuse]' });
    await client.next('prompt_ack');
    await client.settled();
    expect(client.of('generation_started')).toEqual([]);
  });
});
