import { describe, expect, test } from 'vitest';
import type { Account } from '../../../src/world/accounts/account.js';
import type { RunningMock } from '../../../src/index.js';
import { accountOf, connect, EMPTY_STATE, generating, KEY, startQuiet } from './support/start.js';
import type { StreamClient } from './support/stream-client.js';

const CAP = { maxSessionDuration: 30, expiresIn: 600 };
const ONE_SLOT = { sessionCapacity: 1, keys: { dct_realtime: { maxConcurrentSessions: 1 } } };

const draws = (account: Account): number =>
  account.organisation.credits.ledger().filter(({ kind }) => kind === 'draw').length;

/** A token whose first session ran to its cap. */
async function capped(mock: RunningMock): Promise<{ account: Account; apiKey: string; jwt: string }> {
  const account = accountOf(mock);
  const { apiKey, jwt } = await account.tokens.mint(CAP);
  await using client = await generating(mock, { key: apiKey });
  await account.clock.advance(33_000);
  expect(await client.closed).toMatchObject({ code: 1000 });
  return { account, apiKey, jwt };
}

/** Joins, then sets a first state. */
async function join(mock: RunningMock, key: string): Promise<StreamClient> {
  const client = await connect(mock, { key });
  client.send({ type: 'livekit_join', passthrough: false });
  await client.next('livekit_room_info');
  client.send(EMPTY_STATE);
  expect(await client.next('set_image_ack')).toMatchObject({ success: true });
  return client;
}

/** The journal as the closing note shows it: seconds on the clock, and what happened. */
const lines = (account: Account): string[] => {
  const entries = account.journal.find();
  const began = entries[0]?.at ?? 0;
  return entries.map(({ at, kind, detail }) => {
    const { direction, type, stage, reason, capped: isCapped } = (detail ?? {}) as Record<string, unknown>;
    const what = kind === 'ws' ? [direction, type] : ['session', stage, reason, isCapped && 'capped'];
    return `${(at - began) / 1_000} s ${what.filter(Boolean).join(' ')}`;
  });
};

describe('maxSessionDuration', () => {
  test('sends the observed error after the last tick, then closes', async () => {
    await using mock = await startQuiet();
    const account = accountOf(mock);
    const { apiKey } = await account.tokens.mint(CAP);
    await using client = await generating(mock, { key: apiKey });
    await account.clock.advance(120_000);
    const text = 'Session duration limit reached';
    expect(await client.closed).toEqual({ code: 1000, reason: text });
    expect(client.messages.slice(-2)).toEqual([
      { type: 'generation_tick', seconds: 32 },
      { type: 'error', error: text, message: text },
    ]);
    expect(draws(account)).toBe(32);
    expect(account.sessions.list()).toMatchObject([
      { stage: 'ended', seconds: 32, endReason: 'session_duration_limit' },
    ]);
  });

  test('the journal and the bill of a capped token, its rejoin, and the next client', async () => {
    await using mock = await startQuiet(ONE_SLOT);
    const account = accountOf(mock);
    const { apiKey } = await account.tokens.mint(CAP);
    const first = await join(mock, apiKey);
    await account.clock.advance(33_000);
    await first.closed;
    await using again = await join(mock, apiKey);
    await account.clock.advance(7_000);
    await again.settled();
    await using next = await join(mock, KEY);
    await account.clock.advance(1_000);
    await next.next('generation_tick');
    await again.settled();

    const ticks = Array.from({ length: 32 }, (_, n) => `${n + 1} s out generation_tick`);
    expect(lines(account)).toEqual([
      '0 s session admitted',
      '0 s in livekit_join',
      '0 s session joined',
      '0 s out livekit_room_info',
      '0 s in set_image',
      '0 s session generating',
      '0 s out generation_started',
      '0 s out set_image_ack',
      ...ticks,
      '33 s session ended session_duration_limit',
      '33 s out error',
      '33 s session closed closed 1000',
      '33 s session admitted capped',
      '33 s in livekit_join',
      '33 s session joined',
      '33 s out livekit_room_info',
      '33 s in set_image',
      '33 s out set_image_ack',
      '40 s session admitted',
      '40 s in livekit_join',
      '40 s session joined',
      '40 s out livekit_room_info',
      '40 s in set_image',
      '40 s session generating',
      '40 s out generation_started',
      '40 s out set_image_ack',
      '41 s out generation_tick',
    ]);
    expect(draws(account)).toBe(33);
    expect(account.organisation.quota.view()).toEqual({ limit: 1, active: 1, remaining: 0 });
  });

  test.each(['apiKey', 'jwt'] as const)('a rejoin by the %s never generates', async (form) => {
    await using mock = await startQuiet();
    const { account, ...token } = await capped(mock);
    for (let times = 0; times < 2; times++) {
      await using again = await join(mock, token[form]);
      await account.clock.advance(60_000);
      again.send({ type: 'prompt', prompt: 'go on' });
      expect(await again.next('prompt_ack')).toMatchObject({ success: true });
      await again.settled();
      expect(again.types().sort()).toEqual(['livekit_room_info', 'prompt_ack', 'set_image_ack']);
      await again.close();
    }
    expect(draws(account)).toBe(32);
  });

  test('a rejoin takes neither a slot of the quota nor session capacity', async () => {
    await using mock = await startQuiet(ONE_SLOT);
    const { account, apiKey } = await capped(mock);
    await account.clock.advance(5_000);
    await using again = await join(mock, apiKey);
    expect(account.organisation.quota.view()).toMatchObject({ active: 0, remaining: 1 });
    await using next = await generating(mock);
    expect(next.of('queue_position')).toEqual([]);
    await again.settled();
    const view = await mock.account(KEY).sessions();
    expect(view.map(({ stage, capped: isCapped }) => [stage, isCapped])).toEqual([
      ['ended', undefined],
      ['joined', true],
      ['generating', undefined],
    ]);
  });

  test('a session that runs beside the capped one goes on to its own cap', async () => {
    await using mock = await startQuiet();
    const account = accountOf(mock);
    const { apiKey } = await account.tokens.mint(CAP);
    await using first = await generating(mock, { key: apiKey });
    await account.clock.advance(10_000);
    await using second = await generating(mock, { key: apiKey });
    await account.clock.advance(40_000);
    await first.closed;
    await second.closed;
    expect(first.of('generation_tick').at(-1)).toMatchObject({ seconds: 32 });
    expect(second.of('generation_tick').at(-1)).toMatchObject({ seconds: 32 });
  });

  test('another token of the same key is not capped', async () => {
    await using mock = await startQuiet();
    const { account } = await capped(mock);
    const { apiKey } = await account.tokens.mint(CAP);
    await using client = await generating(mock, { key: apiKey });
    await account.clock.advance(1_000);
    await client.next('generation_tick');
  });

  test('a snapshot keeps that a token is capped; a reset forgets it', async () => {
    await using mock = await startQuiet();
    const { apiKey } = await capped(mock);
    const handle = mock.account(KEY);
    expect(await handle.tokens()).toMatchObject([{ apiKey, cappedAt: '2026-10-08T12:00:33.000Z' }]);
    const saved = await handle.save();
    await handle.reset();
    expect(await handle.tokens()).toEqual([]);
    await handle.load(saved);
    await using again = await join(mock, apiKey);
    await handle.clock.advance(60_000);
    await again.settled();
    expect(again.of('generation_started')).toEqual([]);
  });
});
