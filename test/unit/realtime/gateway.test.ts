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
