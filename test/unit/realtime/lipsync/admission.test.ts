/** Who may open a LipSync Live socket, and on what day (facts: lipsync-and-avatar.md 1.1, 1.2 and 1.9). */
import { request } from 'node:http';
import { describe, expect, test } from 'vitest';
import { startMock, type RunningMock } from '../../../../src/index.js';
import { rejection } from '../support/admission.js';
import { StreamClient } from '../support/stream-client.js';
import {
  configured,
  handled,
  KEY,
  openLipsync,
  results,
  sendPictures,
  SERVED,
  startLipsync,
} from './support.js';

/** The client is admitted: its config is acknowledged. */
async function expectAdmitted(client: StreamClient): Promise<void> {
  client.send({ type: 'config', video_fps: 25, audio_sample_rate: 16_000 });
  await client.next('config_ack');
}

describe('the key', () => {
  test.each(['dct_a+b=d', 'dct_100%x'])('%s is taken as it is: clients do not encode it', async (key) => {
    await using mock = await startLipsync();
    await using client = await openLipsync(mock, key);
    await expectAdmitted(client);
    expect(mock.world.account(key).sessions.active).toBe(1);
  });

  test.each(['dct_invalid', 'ek_nobodys', ''])(
    '"%s" gets a text that the client shows, and close 1008',
    async (key) => {
      await using mock = await startLipsync();
      await using client = await openLipsync(mock, key);
      const text = 'Invalid API key';
      expect(await rejection(client)).toEqual({ texts: [text], code: 1008, reason: text });
      expect(client.messages).toEqual([{ type: 'error', message: text, error: text }]);
    },
  );

  test('with a blank makes the request line invalid: 400', async () => {
    await using mock = await startLipsync();
    await expect(rawStatus(mock, '/router/lipsync/ws?api_key=dct a')).resolves.toBe(400);
  });

  test('may be a client token, whose session is counted for its account', async () => {
    await using mock = await startLipsync();
    const account = mock.world.account(KEY);
    const { apiKey } = await account.tokens.mint();
    await using client = await openLipsync(mock, apiKey);
    await expectAdmitted(client);
    expect(account.sessions.active).toBe(1);
  });

  test('a client token for other models is refused', async () => {
    await using mock = await startLipsync();
    const { apiKey } = await mock.world.account(KEY).tokens.mint({ allowedModels: ['lucy-2.1'] });
    await using client = await openLipsync(mock, apiKey);
    expect(await rejection(client)).toMatchObject({
      texts: ['Model not permitted'],
      code: 1000,
    });
  });

  test('an account without LipSync Live is refused', async () => {
    await using mock = await startLipsync();
    await mock.account(KEY).permissions.set({ allowedModels: ['live-avatar'] });
    await using refused = await openLipsync(mock);
    const text = 'Model not permitted';
    expect(await rejection(refused)).toEqual({ texts: [text], code: 1000, reason: text });
    await mock.account(KEY).permissions.set({ allowedModels: ['lipsync'] });
    await using client = await openLipsync(mock);
    await expectAdmitted(client);
  });

  test('a client token for another web origin is refused', async () => {
    await using mock = await startLipsync();
    const { apiKey } = await mock.world.account(KEY).tokens.mint({ allowedOrigins: ['https://a.example'] });
    await using client = await openLipsync(mock, apiKey, 'https://b.example');
    expect(await rejection(client)).toMatchObject({ texts: ['Origin not allowed'], code: 1008 });
  });
});

describe('by date', () => {
  test.each([
    ['2025-10-21', 404],
    ['2025-10-22', 101],
    ['2026-05-09', 101],
    ['2026-05-10', 101],
  ])('%s: the upgrade answers %i', async (asOf, status) => {
    await using mock = await startMock({ asOf, render: 'echo' });
    await expect(upgradeStatus(mock)).resolves.toBe(status);
  });

  test('after its last day the text for retired models comes through, and close 1008', async () => {
    await using mock = await startMock({ asOf: '2026-05-10', render: 'echo' });
    await using client = await openLipsync(mock);
    const text =
      'This model has been retired. See https://docs.platform.decart.ai/getting-started/models for available models.';
    expect(await rejection(client)).toEqual({ texts: [text], code: 1008, reason: text });
  });

  test('/v1/stream does not know it as a model', async () => {
    await using mock = await startLipsync();
    await using client = await StreamClient.open(mock.realtimeUrl, { model: 'lipsync' });
    expect(await rejection(client)).toMatchObject({ texts: ['Unknown model'], code: 1008 });
  });
});

describe('quota and credits', () => {
  test('a session takes a slot, and holds it for 5 s after a clean end', async () => {
    await using mock = await startLipsync();
    const account = mock.world.account(KEY);
    account.organisation.quota.limit = 1;
    await using first = await configured(mock);
    await using second = await openLipsync(mock);
    expect(await rejection(second)).toEqual({
      texts: ['Concurrent session limit reached.'],
      code: 1013,
      reason: 'Session Limit Reached',
    });
    await first.close(1000);
    await account.journal.waitForCount({ operation: 'lipsync.connect' }, 3);
    await account.clock.advance(5_000);
    await using third = await openLipsync(mock);
    await expectAdmitted(third);
  });

  test('a second of pictures costs its price: 25 of them at 25 a second', async () => {
    await using mock = await startLipsync();
    const account = mock.world.account(KEY);
    const before = account.organisation.credits.available();
    await using client = await configured(mock);
    await sendPictures(client, 64);
    await results(client, 64);
    const [session] = account.sessions.list();
    expect(session).toMatchObject({ stage: 'generating', seconds: 2, credits: 4 });
    expect(before - account.organisation.credits.available()).toBe(4);
  });

  test('without credits for the next second the session ends with the text and 1008', async () => {
    await using mock = await startLipsync();
    const account = mock.world.account(KEY);
    account.organisation.credits.autoTopUp = undefined;
    account.organisation.credits.set(3, account.clock.now());
    await using client = await configured(mock);
    await sendPictures(client, 64);
    expect(await rejection(client)).toMatchObject({ code: 1008, reason: 'Insufficient credits' });
    expect(client.of('error')).toHaveLength(1);
    expect(client.of('synced_result')).toHaveLength(50);
    expect(account.sessions.list()[0]).toMatchObject({ stage: 'ended', seconds: 1, credits: 2 });
  });

  test("a token's maxSessionDuration counts seconds of pictures", async () => {
    await using mock = await startLipsync();
    const { apiKey } = await mock.world.account(KEY).tokens.mint({ maxSessionDuration: 1 });
    await using client = await openLipsync(mock, apiKey);
    await expectAdmitted(client);
    await sendPictures(client, 32);
    expect(await rejection(client)).toMatchObject({ code: 1008, reason: 'Session duration limit reached' });
    expect(client.of('synced_result')).toHaveLength(25);
  });
});

describe('a session under a token that reached its maxSessionDuration', () => {
  test('takes no slot, is acked, and gets no pictures', async () => {
    await using mock = await startLipsync({ keys: { [KEY]: { maxConcurrentSessions: 1 } } });
    const account = mock.world.account(KEY);
    const { apiKey } = await account.tokens.mint({ maxSessionDuration: 1, expiresIn: 600 });
    await using first = await openLipsync(mock, apiKey);
    await expectAdmitted(first);
    await sendPictures(first, 32);
    await first.closed;
    await account.clock.advance(45_000);
    const before = account.organisation.credits.available();

    await using again = await openLipsync(mock, apiKey);
    await expectAdmitted(again);
    await sendPictures(again, 48);
    await handled(again);
    await account.clock.advance(5_000);
    await handled(again);
    expect(again.of('synced_result')).toEqual([]);
    expect(account.organisation.credits.available()).toBe(before);
    expect(account.organisation.quota.view()).toEqual({ limit: 1, active: 0, remaining: 1 });
    expect(account.sessions.list().at(-1)).toMatchObject({ stage: 'joined', seconds: 0, capped: true });
  });

  test('over realtime never generates either', async () => {
    await using mock = await startLipsync({ now: '2026-04-20T12:00:00Z', realtime: { media: 'simulated' } });
    const account = mock.world.account(KEY);
    const { apiKey } = await account.tokens.mint({ maxSessionDuration: 1, expiresIn: 600 });
    await using lipsync = await openLipsync(mock, apiKey);
    await expectAdmitted(lipsync);
    await sendPictures(lipsync, 32);
    await lipsync.closed;

    await using client = await StreamClient.open(mock.realtimeUrl, { key: apiKey, model: 'lucy-2' });
    client.send({ type: 'livekit_join', passthrough: false });
    client.send({ type: 'prompt', prompt: 'a cat' });
    await client.next('livekit_room_info');
    await client.next('prompt_ack');
    await account.clock.advance(10_000);
    await client.settled();
    expect(client.of('generation_started')).toEqual([]);
  });
});

describe('the end from the server', () => {
  test('a shutdown closes with 1001, which the client takes quietly', async () => {
    const mock = await startLipsync();
    const client = await configured(mock);
    await mock.close();
    expect((await client.closed).code).toBe(1001);
  });

  test('a reset of the account closes its sessions with 1001', async () => {
    await using mock = await startLipsync();
    await using client = await configured(mock);
    await mock.account(KEY).reset();
    expect(await client.closed).toEqual({ code: 1001, reason: 'Account reset' });
  });
});

test('an account can be saved after a session: credits, held slot and journal', async () => {
  await using mock = await startLipsync();
  const account = mock.world.account(KEY);
  const client = await configured(mock);
  await sendPictures(client, 32);
  await results(client, 32);
  await client.close(1000);
  await account.journal.waitForCount({ operation: 'lipsync.connect' }, 2);
  const saved = await mock.account(KEY).save();
  await using other = await startMock({ clock: 'manual', now: SERVED });
  await other.account('dct_copy').load(saved);
  const copy = other.world.account('dct_copy');
  expect(copy.organisation.credits.available()).toBe(account.organisation.credits.available());
  expect(copy.journal.count({ operation: 'lipsync.*' })).toBe(
    account.journal.count({ operation: 'lipsync.*' }),
  );
});

/** The status of an upgrade request for LipSync Live. */
function upgradeStatus(mock: RunningMock): Promise<number> {
  const headers = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
  };
  return new Promise((resolve, reject) => {
    const asked = request(`${mock.url}/router/lipsync/ws?api_key=${KEY}`, { headers });
    asked.on('response', ({ statusCode = 0 }) => resolve(statusCode));
    asked.on('upgrade', ({ statusCode = 0 }, socket) => {
      socket.destroy();
      resolve(statusCode);
    });
    asked.on('error', reject).end();
  });
}

/** The status of a request line as it is written. */
async function rawStatus(mock: RunningMock, target: string): Promise<number> {
  const { connect } = await import('node:net');
  const socket = connect(Number(new URL(mock.url).port), '127.0.0.1');
  socket.write(`GET ${target} HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n`);
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  return Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]);
}
