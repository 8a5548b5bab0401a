import { describe, expect, test } from 'vitest';
import type { RunningMock } from '../../../src/index.js';
import { accountOf, connect, generating, startQuiet } from './support/start.js';
import type { StreamClient } from './support/stream-client.js';
import { rejection } from './support/admission.js';

/** What a refused client of a retired model sees, by what its URL and its first message tell. */

const RETIRED = 'lucy-2.1-vton';
const JOIN = { type: 'livekit_join', passthrough: true };

const refused = (mock: RunningMock, userAgent?: string, model = RETIRED): Promise<StreamClient> =>
  connect(mock, { model, ...(userAgent !== undefined && { query: { user_agent: userAgent } }) });

const sees = async (client: StreamClient): Promise<{ errors: number; code: number; reason: string }> => {
  const { texts, code, reason } = await rejection(client);
  return { errors: texts.length, code, reason };
};

const CLOSE_ONLY = { errors: 0, code: 1008, reason: expect.stringContaining('has been retired') as string };
const WITH_ERROR = { ...CLOSE_ONLY, errors: 1 };

describe('a 1008', () => {
  test.each([
    ['decart-js-sdk/0.2.5 lang/js runtime/browser', CLOSE_ONLY],
    ['decart-js-sdk/0.1.20 lang/js runtime/browser', CLOSE_ONLY],
    ['decart-python-sdk/0.2.4 lang/py', CLOSE_ONLY],
    ['decart-android-sdk/0.8.1', CLOSE_ONLY],
    ['decart-js-sdk/0.2.0-beta.1 lang/js', CLOSE_ONLY],
    ['decart-js-sdk/0.1.0-beta lang/js', CLOSE_ONLY],
    ['decart-js-sdk/0.2.0.1 lang/js', CLOSE_ONLY],
    ['decart-python-sdk/0.1.0rc1 lang/py', CLOSE_ONLY],
    ['decart-js-sdk/0.0.68-beta lang/js', WITH_ERROR],
    ['decart-js-sdk/0.0.68 lang/js runtime/browser', WITH_ERROR],
    ['decart-python-sdk/0.0.37 lang/py', WITH_ERROR],
  ])('of %s, which names its generation, comes at once', async (userAgent, expected) => {
    await using mock = await startQuiet();
    await using client = await refused(mock, userAgent);
    expect(await sees(client)).toEqual(expected);
  });

  test.each([
    ['a join', JOIN, CLOSE_ONLY],
    ['a join that cannot be read', { type: 'livekit_join', initial_state: 7 }, CLOSE_ONLY],
    ['a state', { type: 'set_image', image_data: null }, WITH_ERROR],
    ['an offer', { type: 'offer', sdp: 'v=0' }, WITH_ERROR],
    ['text', 'hello', WITH_ERROR],
  ])('of a client that is known by its first message, %s', async (_name, message, expected) => {
    for (const userAgent of [undefined, 'decart-js-sdk/0.0.0-dev lang/js', 'decart-android-sdk/0.0.1']) {
      await using mock = await startQuiet();
      await using client = await refused(mock, userAgent);
      client.send(message);
      expect(await sees(client)).toEqual(expected);
    }
  });

  test('of a client that sends nothing has the error, after half a second', async () => {
    await using mock = await startQuiet();
    await using client = await refused(mock);
    expect(await sees(client)).toEqual(WITH_ERROR);
  });

  test.each([
    ['an unknown model', 'lucy-99', 'dct_realtime', 'Unknown model'],
    ['no credits', 'lucy-2.5', 'dct_no_credits', 'Insufficient credits'],
  ])('for %s is a close alone over LiveKit', async (_name, model, key, reason) => {
    await using mock = await startQuiet();
    await using client = await connect(mock, { model, key });
    client.send(JOIN);
    expect(await sees(client)).toEqual({ errors: 0, code: 1008, reason });
  });

  test.each([
    ['decart-js-sdk/0.2.0 lang/js runtime/browser', {}, 0],
    ['decart-js-sdk/0.1.20 lang/js runtime/browser', {}, 1],
    // By debugQuality, or a later state of the SDK under an older number.
    ['decart-js-sdk/0.1.20 lang/js runtime/browser', { client_capabilities: { frame_timing: true } }, 0],
    ['decart-js-sdk/0.0.0-dev lang/js runtime/browser', {}, 0],
    ['decart-js-sdk/0.0.68 lang/js runtime/browser', {}, 1],
    ['decart-python-sdk/0.2.4 lang/py', {}, 1],
    ['decart-android-sdk/0.8.1', {}, 1],
  ])(
    'for no credits, to %s with %j, has its error where the live service showed one',
    async (userAgent, more, errors) => {
      await using mock = await startQuiet();
      await using client = await connect(mock, { key: 'dct_no_credits', query: { user_agent: userAgent } });
      client.send({ ...JOIN, ...more });
      expect(await sees(client)).toEqual({ errors, code: 1008, reason: 'Insufficient credits' });
    },
  );

  test.each([
    ['a bad key', { key: 'dct_invalid' }, 'Invalid API key', 1008],
    ['the session limit', { key: 'dct_quota_0' }, 'Concurrent session limit reached.', 1013],
  ])('%s has its error for every client, whose words SDKs look for', async (_name, options, text, code) => {
    await using mock = await startQuiet();
    await using client = await connect(mock, {
      ...options,
      query: { user_agent: 'decart-js-sdk/0.2.5 lang/js runtime/browser' },
    });
    expect(await rejection(client)).toMatchObject({ texts: [text], code });
  });

  test('of a rule at the join is a close alone over LiveKit, and has its error over direct WebRTC', async () => {
    for (const [message, errors] of [
      [JOIN, 0],
      [{ type: 'offer', sdp: 'v=0' }, 1],
    ] as const) {
      await using mock = await startQuiet();
      accountOf(mock).rules.add({
        operation: 'realtime.join',
        effect: { type: 'error', code: 'insufficient_credits' },
      });
      await using client = await connect(mock);
      client.send(message);
      expect(await client.closed).toEqual({ code: 1008, reason: 'Insufficient credits' });
      expect(client.of('error')).toHaveLength(errors);
    }
  });

  test('for a flood has its error over direct WebRTC alone', async () => {
    await using mock = await startQuiet();
    await using livekit = await generating(mock);
    await using direct = await connect(mock);
    const reason = 'Too many messages at once';
    for (const client of [livekit, direct]) {
      client.send({ type: 'prompt', prompt: '[mock:late=60s]' });
      for (let count = 0; count < 300; count++) client.send({ type: 'prompt', prompt: `${count}` });
      expect(await client.closed).toEqual({ code: 1008, reason });
    }
    expect(livekit.of('error')).toEqual([]);
    expect(direct.of('error')).toMatchObject([{ error: reason }]);
  });

  test('is in the journal with its reason, also without an error', async () => {
    await using mock = await startQuiet();
    await using client = await refused(mock);
    client.send(JOIN);
    await client.closed;
    expect(accountOf(mock).journal.find({ operation: 'realtime.connect' })).toMatchObject([
      { error: 'model_retired', detail: { type: 'close', close: 1008, reason: CLOSE_ONLY.reason } },
    ]);
  });
});
