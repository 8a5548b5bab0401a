import { describe, expect, test } from 'vitest';
import { accountOf, connect, generating, startQuiet } from './support/start.js';

describe('generation', () => {
  test('does not start before the announced state is applied', async () => {
    await using mock = await startQuiet();
    await using client = await connect(mock);
    client.send({ type: 'livekit_join', passthrough: false });
    await client.next('livekit_room_info');
    await accountOf(mock).clock.advance(5_000);
    await client.settled();
    expect(client.types()).toEqual(['livekit_room_info']);
    client.send({ type: 'prompt', prompt: 'Anime style', enhance_prompt: false });
    await client.next('generation_started');
    await accountOf(mock).clock.advance(1_000);
    expect(await client.next('generation_tick')).toEqual({ type: 'generation_tick', seconds: 1 });
  });

  test('ticks are whole, cumulative and on the account’s clock, and draw credits', async () => {
    await using mock = await startQuiet({ keys: { dct_realtime: { credits: 100, autoTopUp: null } } });
    await using client = await generating(mock);
    const { clock, organisation } = accountOf(mock);
    await clock.advance(2_999);
    await clock.advance(2);
    await client.next('generation_tick', 3);
    expect(client.of('generation_tick').map(({ seconds }) => seconds)).toEqual([1, 2, 3]);
    expect(organisation.credits.available()).toBe(94);
    expect(organisation.credits.ledger().filter(({ kind }) => kind === 'draw')).toHaveLength(3);
  });

  test.each([
    ['lucy-2.5', 'fast', 4],
    ['lucy-2.5', 'standard', 2],
    ['lucy-2.1', 'fast', 2],
    ['lucy-restyle-2', 'fast', 1],
  ])('%s at speed %s costs %d credits a second', async (model, speed, credits) => {
    await using mock = await startQuiet({ keys: { dct_realtime: { credits: 100, autoTopUp: null } } });
    await using client = await generating(mock, { model, query: { speed } });
    await accountOf(mock).clock.advance(5_000);
    await client.next('generation_tick', 5);
    expect(accountOf(mock).organisation.credits.available()).toBe(100 - 5 * credits);
  });

  test('unknown and old query parameters change nothing', async () => {
    await using mock = await startQuiet();
    const query = {
      resolution: '1080p',
      livekit_server_codec: 'vp8',
      pixel_latency: '1',
      livekit_early_room_info: 'true',
      livekit_eager_join: 'true',
      anything: 'else',
    };
    await using client = await generating(mock, { query });
    await accountOf(mock).clock.advance(1_000);
    expect(await client.next('generation_tick')).toEqual({ type: 'generation_tick', seconds: 1 });
  });

  test('media that stops after three seconds stops the ticks', async () => {
    await using mock = await startQuiet();
    accountOf(mock).rules.add({
      operation: 'realtime.generation',
      effect: { type: 'media', mode: 'stop', afterSeconds: 3 },
    });
    await using client = await generating(mock);
    await accountOf(mock).clock.advance(60_000);
    await client.next('generation_tick', 3);
    await client.settled();
    expect(client.of('generation_tick')).toHaveLength(3);
  });

  test.each(['disconnect', 'timeout', 'error'])(
    'ends with reason %s by rule, and the socket stays open',
    async (reason) => {
      await using mock = await startQuiet();
      accountOf(mock).rules.add({
        operation: 'realtime.generation',
        effect: { type: 'end', reason, afterSeconds: 4, message: `ended: ${reason}` },
      });
      await using client = await generating(mock);
      await accountOf(mock).clock.advance(10_000);
      expect(await client.next('generation_ended')).toEqual({ type: 'generation_ended', seconds: 4, reason });
      expect(client.of('error')).toEqual([
        { type: 'error', error: `ended: ${reason}`, message: `ended: ${reason}` },
      ]);
      await client.settled();
      expect(client.of('generation_tick')).toHaveLength(4);
      client.send({ type: 'prompt', prompt: 'anyone there?' });
      await client.next('prompt_ack');
    },
  );

  test('a session outlives the token it began with', async () => {
    await using mock = await startQuiet();
    const account = accountOf(mock);
    const { apiKey } = await account.tokens.mint({ expiresIn: 10 });
    await using client = await generating(mock, { key: apiKey });
    await account.clock.advance(20_000);
    await client.next('generation_tick', 20);
    await using late = await connect(mock, { key: apiKey });
    expect(await late.closed).toMatchObject({ code: 1008 });
  });
});

describe('rules on a running session', () => {
  test('close the socket, with and without an error before', async () => {
    await using mock = await startQuiet();
    accountOf(mock).rules.add({
      operation: 'realtime.generation',
      effect: { type: 'close', code: 4000, reason: 'maintenance', message: 'Going down', afterMs: 2_500 },
    });
    await using client = await generating(mock);
    await accountOf(mock).clock.advance(5_000);
    expect(await client.closed).toEqual({ code: 4000, reason: 'maintenance' });
    expect(client.types().slice(-3)).toEqual(['generation_tick', 'generation_tick', 'error']);
  });

  test('drop the connection, and its slot is held as after a crash', async () => {
    await using mock = await startQuiet({ keys: { dct_realtime: { maxConcurrentSessions: 1 } } });
    const account = accountOf(mock);
    account.rules.add({ operation: 'realtime.generation', effect: { type: 'drop', afterMs: 1_000 } });
    await using client = await generating(mock);
    await account.clock.advance(1_000);
    expect(await client.closed).toMatchObject({ code: 1006 });
    await account.clock.advance(44_999);
    expect(account.organisation.quota.view()).toMatchObject({ active: 1 });
    await account.clock.advance(1);
    expect(account.organisation.quota.view()).toMatchObject({ active: 0 });
  });

  test('keep it silent: no room info arrives', async () => {
    await using mock = await startQuiet();
    accountOf(mock).rules.add({ operation: 'realtime.join', effect: { type: 'silent' } });
    await using client = await connect(mock);
    client.send({ type: 'livekit_join', passthrough: false });
    client.send({ type: 'prompt', prompt: 'hello' });
    await client.next('prompt_ack');
    await accountOf(mock).clock.advance(60_000);
    await client.settled();
    expect(client.types()).toEqual(['prompt_ack']);
  });

  test('delay the join, and send a message', async () => {
    await using mock = await startQuiet();
    const { rules, clock } = accountOf(mock);
    rules.add({ operation: 'realtime.join', effect: { type: 'delay', ms: 14_000 } });
    rules.add({
      operation: 'realtime.join',
      effect: { type: 'message', message: { type: 'status', status: 'Entering queue' } },
    });
    await using client = await connect(mock);
    client.send({ type: 'livekit_join', passthrough: true });
    await client.next('status');
    await clock.advance(13_999);
    await client.settled();
    expect(client.types()).toEqual(['status']);
    await clock.advance(1);
    await client.next('livekit_room_info');
  });

  test('put a signal mode into the token', async () => {
    await using mock = await startQuiet();
    accountOf(mock).rules.add({ operation: 'realtime.join', effect: { type: 'signal', mode: 'no_pong' } });
    await using client = await connect(mock);
    client.send({ type: 'livekit_join' });
    const { token } = await client.next('livekit_room_info');
    const claims = JSON.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString()) as {
      attributes: Record<string, string>;
    };
    expect(claims.attributes).toEqual({ 'lk.mock': '{"signal":"no_pong"}' });
  });

  test('replace the ack of a matching prompt by an error', async () => {
    await using mock = await startQuiet();
    accountOf(mock).rules.add({
      operation: 'realtime.prompt',
      match: { prompt: 'forbidden' },
      effect: { type: 'error', code: 'moderation' },
    });
    await using client = await generating(mock);
    client.send({ type: 'prompt', prompt: 'fine' });
    await client.next('prompt_ack');
    client.send({ type: 'prompt', prompt: 'forbidden fruit' });
    expect(await client.next('error')).toMatchObject({ error: 'Content rejected by moderation' });
    expect(client.of('prompt_ack')).toHaveLength(1);
  });
});
