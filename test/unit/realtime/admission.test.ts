import { describe, expect, test } from 'vitest';
import { stopsRetries } from './support/retries.js';
import { accountOf, connect, generating, KEY, startQuiet } from './support/start.js';
import { StreamClient } from './support/stream-client.js';
import { expectAdmitted, rejection } from './support/admission.js';

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
      expect(texts).toEqual(['Model not permitted']);
      expect(code).toBe(1000);
    }
  });
});
