import { WebSocket } from 'ws';
import { describe, expect, test } from 'vitest';
import { rejectionFor } from '../../../src/realtime/rejection.js';
import { ApiError, type ErrorCode } from '../../../src/contract/errors.js';
import { realtimeErrorCodes, stopsRetries } from './support/retries.js';
import { accountOf, connect, generating, KEY, startQuiet } from './support/start.js';
import { StreamClient } from './support/stream-client.js';

/** The errors and the close of a rejected client. */
async function rejection(client: StreamClient): Promise<{ texts: unknown[]; code: number; reason: string }> {
  const { code, reason } = await client.closed;
  return { texts: client.messages.map(({ error }) => error), code, reason };
}

/** The client is admitted: it gets its room info. */
async function expectAdmitted(client: StreamClient): Promise<string> {
  client.send({ type: 'livekit_join', passthrough: true });
  return String((await client.next('livekit_room_info'))['session_id']);
}

const status = (url: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(url);
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode);
      socket.terminate();
    });
    socket.on('open', () => reject(new Error('It opened.')));
    socket.on('error', () => undefined);
  });

describe('the key', () => {
  test.each([
    ['percent-encoded', 'dct_a%2Bb%26c%3Dd%2Fe', 'dct_a+b&c=d/e'],
    ['as it is', 'dct_a+b=d/e', 'dct_a+b=d/e'],
    ['with a percent sign that escapes nothing', 'dct_100%x', 'dct_100%x'],
    ['before a parameter of no SDK', 'dct_a&self_anchor=false', 'dct_a'],
  ])('%s', async (_name, raw, key) => {
    await using mock = await startQuiet();
    const account = accountOf(mock, key);
    await using client = await StreamClient.openUrl(
      `${mock.realtimeUrl}/v1/stream?api_key=${raw}&model=lucy-2.1&user_agent=x`,
    );
    await expectAdmitted(client);
    expect(account.sessions.active).toBe(1);
  });

  test('may be form-encoded, before and after other parameters', async () => {
    await using mock = await startQuiet();
    const account = accountOf(mock, 'dct_a+b&c');
    await using client = await StreamClient.openUrl(
      `${mock.realtimeUrl}/v1/stream?${new URLSearchParams({ pixel_latency: '1', api_key: 'dct_a+b&c', model: 'lucy-2.1' })}`,
    );
    await expectAdmitted(client);
    expect(account.sessions.active).toBe(1);
  });

  test('a client token and its JWT belong to the account that minted them', async () => {
    await using mock = await startQuiet();
    const account = accountOf(mock);
    const { apiKey, jwt } = await account.tokens.mint();
    for (const key of [apiKey, jwt]) {
      await using client = await connect(mock, { key });
      await expectAdmitted(client);
      expect(account.sessions.active).toBe(1);
      await client.close();
    }
  });

  test.each([
    ['of an expired token', 'Unauthorized: Invalid or expired API key'],
    ['of an expired JWT', 'Unauthorized: Invalid or expired API key'],
    ['that is invalid', 'Invalid API key'],
    ['that was never minted', 'Invalid API key'],
    ['of a forged JWT', 'Invalid API key'],
    ['that is empty', 'Invalid API key'],
  ])('one %s is rejected with words that stop every SDK', async (kind, text) => {
    await using mock = await startQuiet();
    const account = accountOf(mock);
    const token = await account.tokens.mint({ expiresIn: 1 });
    await account.clock.advance(1_000);
    const keys: Record<string, string> = {
      'of an expired token': token.apiKey,
      'of an expired JWT': token.jwt,
      'that is invalid': 'dct_invalid',
      'that was never minted': `ek_${account.tag}nothing`,
      'of a forged JWT': `${token.jwt.split('.').slice(0, 2).join('.')}.AAAA`,
      'that is empty': '',
    };
    await using client = await connect(mock, { key: keys[kind] ?? '' });
    const seen = await rejection(client);
    expect(seen).toEqual({ texts: [text], code: 1008, reason: text });
    expect(stopsRetries(text)).toBe(true);
  });

  test('a missing one is rejected as invalid', async () => {
    await using mock = await startQuiet();
    await using client = await StreamClient.openUrl(`${mock.realtimeUrl}/v1/stream`);
    expect(await rejection(client)).toMatchObject({ texts: ['Invalid API key'], code: 1008 });
  });
});

describe('origins', () => {
  const canonical = 'https://app.example.com';

  test.each([
    ['the same', canonical, true],
    ['another host', 'https://evil.example.com', false],
    ['another port', 'https://app.example.com:8443', false],
    ['the default port written out', 'https://app.example.com:443', false],
    ['another scheme', 'http://app.example.com', false],
    ['a trailing slash', 'https://app.example.com/', false],
    ['upper case', 'HTTPS://APP.EXAMPLE.COM', false],
    ['a subdomain', 'https://x.app.example.com', false],
    ['null, as from a sandboxed frame', 'null', false],
    ['absent', undefined, true],
  ])('%s: %s is admitted: %s', async (_name, origin, admitted) => {
    await using mock = await startQuiet();
    const { apiKey } = await accountOf(mock).tokens.mint({ allowedOrigins: [canonical] });
    await using client = await connect(mock, { key: apiKey, ...(origin !== undefined && { origin }) });
    if (admitted) {
      await expectAdmitted(client);
      return;
    }
    expect(client.of('error').concat(await once(client))).toContainEqual({
      type: 'error',
      error: 'Origin not allowed',
      message: 'Origin not allowed',
    });
    expect(await client.closed).toEqual({ code: 1008, reason: 'Origin not allowed' });
  });

  const once = async (client: StreamClient) => {
    await client.closed;
    return client.of('error');
  };

  test('a missing one is rejected with allowMissingOrigin: false', async () => {
    await using mock = await startQuiet({ realtime: { media: 'simulated', allowMissingOrigin: false } });
    const { apiKey } = await accountOf(mock).tokens.mint({ allowedOrigins: [canonical] });
    await using client = await connect(mock, { key: apiKey });
    expect(await rejection(client)).toMatchObject({ texts: ['Origin not allowed'], code: 1008 });
  });

  test('a key, and a token without origins, are valid for every origin', async () => {
    await using mock = await startQuiet();
    const { apiKey } = await accountOf(mock).tokens.mint();
    for (const key of [KEY, apiKey]) {
      await using client = await connect(mock, { key, origin: 'https://anything.example' });
      await expectAdmitted(client);
    }
  });

  test.each([
    ['HTTPS://App.Example.com'],
    ['https://app.example.com/'],
    ['https://app.example.com:443'],
    ['https://app.example.com/path?query'],
    ['https://user:pw@app.example.com'],
    ['app.example.com'],
    ['tauri://localhost'],
  ])('a token for the non-canonical %s is not minted', async (origin) => {
    await using mock = await startQuiet();
    const answer = await fetch(`${mock.url}/v1/client/tokens`, {
      method: 'POST',
      headers: { 'x-api-key': KEY, 'content-type': 'application/json' },
      body: JSON.stringify({ allowedOrigins: [origin] }),
    });
    expect(answer.status).toBe(422);
  });
});

describe('the model', () => {
  test('a retired one is rejected with the observed text, on which SDKs keep retrying', async () => {
    await using mock = await startQuiet();
    await using client = await connect(mock, { model: 'lucy-2.1-vton' });
    const text =
      'This model has been retired. See https://docs.platform.decart.ai/getting-started/models for available models.';
    expect(await rejection(client)).toEqual({ texts: [text], code: 1008, reason: text });
    expect(stopsRetries(text)).toBe(false);
  });

  test('one that retires during a session is rejected at the reconnect', async () => {
    await using mock = await startQuiet({ now: '2026-06-28T23:59:50Z' });
    await using before = await generating(mock, { model: 'lucy-2.1-vton' });
    await accountOf(mock).clock.advance(20_000);
    await before.next('generation_tick', 20);
    await using after = await connect(mock, { model: 'lucy-2.1-vton' });
    expect(await rejection(after)).toMatchObject({ code: 1008 });
  });

  test.each([['lucy-99'], [''], ['lucy-clip']])('%s is unknown', async (model) => {
    await using mock = await startQuiet();
    await using client = await connect(mock, { model });
    expect(await rejection(client)).toEqual({
      texts: ['Unknown model'],
      code: 1008,
      reason: 'Unknown model',
    });
  });

  test.each([
    [['lucy-2.5'], 'lucy-2.5', true],
    [['lucy-2.5'], 'lucy-latest', true],
    [['lucy-latest'], 'lucy-2.5', true],
    [['lucy-2.5'], 'lucy-2.1', false],
    [['lucy-2.1', 'lucy-restyle-2'], 'lucy-2.5', false],
  ])('a token for %j asks for %s', async (allowedModels, model, admitted) => {
    await using mock = await startQuiet();
    const { apiKey } = await accountOf(mock).tokens.mint({ allowedModels });
    await using client = await connect(mock, { key: apiKey, model });
    if (admitted) await expectAdmitted(client);
    else {
      const { texts, code } = await rejection(client);
      expect(code).toBe(1008);
      expect(stopsRetries(String(texts[0]))).toBe(true);
    }
  });
});

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
    await second.next('generation_started');
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
});

describe('the upgrade', () => {
  test('other paths are 404', async () => {
    await using mock = await startQuiet();
    for (const path of ['/v1/streams', '/', '/v1/jobs/x', '/v1/avatar-live/stream'])
      expect(await status(`${mock.realtimeUrl}${path}?api_key=${KEY}&model=lucy-2.1`)).toBe(404);
  });

  test('a doubled slash is accepted', async () => {
    await using mock = await startQuiet();
    await using client = await connect(mock, { path: '//v1/stream' });
    await expectAdmitted(client);
  });

  test('a rule answers the upgrade with an HTTP status', async () => {
    await using mock = await startQuiet();
    accountOf(mock).rules.add({
      operation: 'realtime.connect',
      effect: { type: 'respond', status: 503, body: { detail: 'down' } },
    });
    expect(await status(`${mock.realtimeUrl}/v1/stream?api_key=${KEY}&model=lucy-2.1`)).toBe(503);
  });

  test('a rule keeps the socket silent', async () => {
    await using mock = await startQuiet();
    accountOf(mock).rules.add({ operation: 'realtime.connect', effect: { type: 'silent' } });
    await using client = await connect(mock);
    client.send({ type: 'livekit_join' });
    client.send({ type: 'prompt', prompt: 'x' });
    await client.settled();
    expect(client.messages).toEqual([]);
  });

  test('the trial of 2025 needs no key and lasts ten seconds', async () => {
    await using mock = await startQuiet({ now: '2025-11-01T00:00:00Z' });
    await using client = await StreamClient.openUrl(`${mock.realtimeUrl}/v1/stream-trial?model=mirage`);
    client.send({ type: 'offer', sdp: 'v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n' });
    await client.next('generation_started');
    const anonymous = mock.world.anonymous();
    await anonymous.clock.advance(30_000);
    expect(await client.closed).toMatchObject({ code: 1000 });
    expect(client.of('generation_ended')).toEqual([
      { type: 'generation_ended', seconds: 10, reason: 'timeout' },
    ]);
  });

  test('live avatar has its own path until it retires', async () => {
    await using mock = await startQuiet({ now: '2025-12-30T00:00:00Z' });
    await using client = await StreamClient.openUrl(
      `${mock.realtimeUrl}/v1/avatar-live/stream?api_key=${KEY}&model=avatar-live`,
    );
    client.send({ type: 'prompt', prompt: 'smile' });
    await client.next('prompt_ack');
    expect(accountOf(mock).sessions.list()).toMatchObject([{ model: 'live-avatar' }]);
  });

  test('closing the mock ends every session; resetting an account ends its own', async () => {
    const mock = await startQuiet();
    await using one = await generating(mock);
    await using two = await generating(mock, { key: 'dct_two' });
    await mock.world.reset(KEY);
    expect(await one.closed).toEqual({ code: 1001, reason: 'Account reset' });
    await mock.close();
    expect([1001, 1006]).toContain((await two.closed).code);
  });

  test('only the errors that should stop an SDK contain the words that do', () => {
    const permanent = realtimeErrorCodes.filter((code) => {
      const { text, reason } = rejectionFor(new ApiError(code, { model: 'lucy-2.5' }));
      return stopsRetries(text) || stopsRetries(reason);
    });
    const wanted: ErrorCode[] = [
      'invalid_api_key',
      'expired_api_key',
      'model_not_allowed',
      'origin_not_allowed',
    ];
    expect(permanent.sort()).toEqual(wanted.sort());
  });
});

async function until(reached: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500 && !reached(); tries++)
    await new Promise((resolve) => setTimeout(resolve, 5));
  expect(reached()).toBe(true);
}
