import { readFileSync } from 'node:fs';
import { WebSocket } from 'ws';
import { describe, expect, test } from 'vitest';
import { rejectionFor } from '../../../src/realtime/rejection.js';
import { ApiError, type ErrorCode } from '../../../src/contract/errors.js';
import { realtimeErrorCodes, stopsRetries } from './support/retries.js';
import { accountOf, connect, generating, KEY, startQuiet } from './support/start.js';
import { StreamClient } from './support/stream-client.js';
import { expectAdmitted } from './support/admission.js';

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

  test.each(['mirage', 'lucy_v2v_720p_rt'])(
    'the trial of 2025 with %s needs no key and lasts ten seconds',
    async (model) => {
      await using mock = await startQuiet({ now: '2025-11-01T00:00:00Z' });
      await using client = await StreamClient.openUrl(`${mock.realtimeUrl}/v1/stream-trial?model=${model}`);
      client.send({ type: 'offer', sdp: 'v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n' });
      await client.next('generation_started');
      const anonymous = mock.world.anonymous();
      await anonymous.clock.advance(30_000);
      expect(await client.closed).toMatchObject({ code: 1000 });
      expect(client.of('generation_ended')).toEqual([
        { type: 'generation_ended', seconds: 10, reason: 'timeout' },
      ]);
    },
  );

  test('live avatar has its own path until it retires', async () => {
    await using mock = await startQuiet({ now: '2025-12-30T00:00:00Z' });
    await using client = await StreamClient.openUrl(
      `${mock.realtimeUrl}/v1/avatar-live/stream?api_key=${KEY}&model=avatar-live`,
    );
    client.send({ type: 'prompt', prompt: 'smile' });
    await client.next('prompt_ack');
    expect(accountOf(mock).sessions.list()).toMatchObject([{ model: 'live-avatar' }]);
  });

  test.each([
    ['/v1/avatar-live/stream', '2025-12-30', 'live-avatar'],
    ['/v1/live_avatar/stream', '2026-01-10', 'live-avatar'],
    ['/v1/live_avatar/stream', '2026-03-04', 'live-avatar'],
  ])('a path of one model implies it: %s on %s', async (path, now, model) => {
    await using mock = await startQuiet({ now });
    for (const query of ['', '&model=']) {
      await using client = await StreamClient.openUrl(`${mock.realtimeUrl}${path}?api_key=${KEY}${query}`);
      await expectAdmitted(client);
    }
    expect(accountOf(mock).sessions.list()).toMatchObject([{ model }, { model }]);
  });

  test('a path of one model accepts another that is given, and resolves it as anywhere', async () => {
    await using mock = await startQuiet({ now: '2026-01-10' });
    const url = `${mock.realtimeUrl}/v1/live_avatar/stream?api_key=${KEY}`;
    await using client = await StreamClient.openUrl(`${url}&model=mirage_v2`);
    await expectAdmitted(client);
    expect(accountOf(mock).sessions.list()).toMatchObject([{ model: 'lucy-restyle-2' }]);
    await using unknown = await StreamClient.openUrl(`${url}&model=nonsense`);
    expect(await unknown.closed).toMatchObject({ code: 1008 });
    expect(unknown.of('error')).toMatchObject([{ error: 'Unknown model', message: 'Unknown model' }]);
  });

  test('/v1/stream requires a model at any time', async () => {
    for (const now of ['2026-01-10', '2026-10-08']) {
      await using mock = await startQuiet({ now });
      await using client = await StreamClient.openUrl(`${mock.realtimeUrl}/v1/stream?api_key=${KEY}`);
      expect(await client.closed).toMatchObject({ code: 1008 });
      expect(client.of('error')).toMatchObject([{ error: 'Unknown model' }]);
    }
  });

  test('a token for the avatar opens its path without a model', async () => {
    await using mock = await startQuiet({ now: '2026-01-10' });
    const minted = await fetch(`${mock.url}/v1/client/tokens`, {
      method: 'POST',
      headers: { 'x-api-key': KEY, 'content-type': 'application/json' },
      body: JSON.stringify({ allowedModels: ['live_avatar'] }),
    });
    const { apiKey } = (await minted.json()) as { apiKey: string };
    const path = `${mock.realtimeUrl}/v1/live_avatar/stream?api_key=${apiKey}`;
    await using client = await StreamClient.openUrl(path);
    await expectAdmitted(client);
  });

  test('a model that the account lacks: the socket opens, an error names the reason, and a close that is not 1008 follows', async () => {
    await using mock = await startQuiet({ keys: { [KEY]: { allowedModels: ['lucy-2.5'] } } });
    await using client = await StreamClient.open(mock.realtimeUrl, { model: 'lucy-vton-latest' });
    const text = 'Model not permitted';
    expect(await client.closed).toEqual({ code: 1000, reason: text });
    expect(client.messages).toEqual([{ type: 'error', error: text, message: text }]);
    expect(stopsRetries(text)).toBe(false);
    await using other = await StreamClient.open(mock.realtimeUrl, { model: 'lucy-latest' });
    await expectAdmitted(other);
    const [refused] = await mock.account(KEY).journal.find({ error: 'model_not_permitted' });
    expect(refused).toMatchObject({ operation: 'realtime.connect', detail: { close: 1000 } });
  });

  test('an account without the live avatar is refused on its path', async () => {
    await using mock = await startQuiet({ now: '2026-01-10', defaults: { allowedModels: ['mirage'] } });
    const url = `${mock.realtimeUrl}/v1/live_avatar/stream?api_key=${KEY}`;
    await using refused = await StreamClient.openUrl(url);
    expect(await refused.closed).toEqual({ code: 1000, reason: 'Model not permitted' });
    await mock.account(KEY).permissions.set({ allowedModels: ['live_avatar'] });
    await using client = await StreamClient.openUrl(url);
    client.send({ type: 'prompt', prompt: 'x' });
    expect(await client.next('prompt_ack')).toMatchObject({ success: true });
  });

  test('a live avatar’s picture is acked before any offer, and a message of sound is ignored', async () => {
    await using mock = await startQuiet({ now: '2026-01-10' });
    await using client = await StreamClient.openUrl(
      `${mock.realtimeUrl}/v1/live_avatar/stream?api_key=${KEY}`,
    );
    const image_data = readFileSync('fixtures/input.webp', 'base64');
    client.send({ type: 'set_image', image_data });
    expect(await client.next('set_image_ack')).toEqual({ type: 'set_image_ack', success: true, error: null });
    client.send({ type: 'audio', audio_data: 'UklGRg==' });
    await client.settled();
    expect(client.types()).toEqual(['session_id', 'set_image_ack']);
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
    const wanted: ErrorCode[] = ['invalid_api_key', 'expired_api_key', 'origin_not_allowed'];
    expect(permanent.sort()).toEqual(wanted.sort());
  });
});
