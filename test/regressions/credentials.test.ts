import { describe, expect, test } from 'vitest';
import { credentialForm } from '../../src/contract/credential.js';
import { startMock, type RunningMock } from '../../src/index.js';
import { connect, startQuiet } from '../unit/realtime/support/start.js';
import { StreamClient } from '../unit/realtime/support/stream-client.js';
import { quota } from './support.js';

const b64 = (text: string): string => Buffer.from(text).toString('base64url');

/** Status of the API, status of the control API, code of the handle's error, reason of a socket's close. */
async function seenBy(mock: RunningMock, key: string): Promise<readonly unknown[]> {
  const control = await fetch(`${mock.controlUrl}/state`, { headers: { 'x-api-key': key } });
  const handle = await mock
    .account(key)
    .state()
    .then(
      () => 'ok',
      (error: unknown) => (error as { code: string }).code,
    );
  const url = `${mock.realtimeUrl}/v1/stream?api_key=${encodeURIComponent(key)}&model=lucy-2.5`;
  await using socket = await StreamClient.openUrl(url);
  const closed = new Promise((resolve) => void socket.closed.then(({ reason }) => resolve(reason)));
  const admitted = new Promise((resolve) => socket.socket.once('pong', () => resolve('ok')));
  socket.socket.ping();
  return [(await quota(mock, key)).status, control.status, handle, await Promise.race([closed, admitted])];
}

/** Keys with an account; not the one of requests without a key. */
const keysOf = async (mock: RunningMock): Promise<readonly string[]> =>
  (await mock.accounts()).map(({ key }) => key).filter((key) => key !== 'anonymous');

const REFUSED = [401, 404, 'key_refused', 'Invalid API key'];

describe('a text that is no credential of this mock is refused on every face, before and after each of them', () => {
  test.each([
    ['a JWT without a signature', 'eyJhbGciOiJub25lIn0.e30.'],
    ['a JWT whose header has blanks', `${b64('{ "alg": "none" }')}.e30.`],
    ['a JWT whose header has a line break', `${b64('{\n"alg":"none"}')}.e30.c2ln`],
    ['a JWT whose header begins with a blank', `${b64(' {"alg":"none"}')}.e30.c2ln`],
    ['a JWT that another key signed', `${b64('{"alg":"EdDSA","typ":"JWT"}')}.${b64('{"jti":"ek_x"}')}.AA`],
    ['the beginning of a JWT', 'eyJ'],
    ['a client token that was never minted', 'ek_0123456789abcdef'],
    ['the prefix of a client token', 'ek_'],
    ['more than 512 characters', 'k'.repeat(513)],
    ['two words', 'dct_a dct_b'],
    ['an authorization scheme before a key', 'Bearer dct_a'],
  ])('%s', async (_, key) => {
    await using mock = await startQuiet();
    expect(await seenBy(mock, key)).toEqual(REFUSED);
    expect(await seenBy(mock, key)).toEqual(REFUSED);
    expect(await keysOf(mock)).toEqual([]);
    await expect(mock.register(key)).rejects.toMatchObject({ code: 'bad_input' });
    await expect(mock.account(key).load({})).rejects.toThrow();
    expect((await quota(mock, key)).status).toBe(401);
  });
});

test.each(['k', '__proto__', 'constructor', 'a.b.c', 'ek-1', 'EK_1', 'eyj', 'k'.repeat(512), '!#$%&~"<>'])(
  '%s is a key like any other',
  async (key) => {
    await using mock = await startQuiet();
    expect(await seenBy(mock, key)).toEqual([200, 200, 'ok', 'ok']);
    expect((await keysOf(mock)).length).toBe(1);
  },
);

test('blanks around a credential do not count, on every face', async () => {
  await using mock = await startQuiet();
  await mock.account('dct_blank').credits.set({ balance: 7 });
  expect((await mock.account(' dct_blank\t').credits.get()).balance).toBe(7);
  expect(await seenBy(mock, ' dct_blank ')).toEqual([200, 200, 'ok', 'ok']);
  expect(await mock.account(' dct_blank ').reset()).toBe(1);
  expect(await keysOf(mock)).toEqual([]);
});

test('a client token and its JWT mean the account that minted them, on every face', async () => {
  await using mock = await startQuiet();
  const minted = await fetch(`${mock.url}/v1/client/tokens`, {
    method: 'POST',
    headers: { 'x-api-key': 'dct_minter' },
  });
  const { apiKey, token } = (await minted.json()) as { apiKey: string; token: string };
  for (const credential of [apiKey, token]) {
    expect(await seenBy(mock, credential)).toEqual([200, 200, 'ok', 'ok']);
    expect(await keysOf(mock)).toEqual(['dct_minter']);
  }
  await mock.account('dct_minter').clock.advance('61s');
  for (const credential of [apiKey, token])
    expect(await seenBy(mock, credential)).toEqual([
      401,
      404,
      'key_refused',
      'Unauthorized: Invalid or expired API key',
    ]);
});

test.each([
  ['a client token', 'ek%5Fnever'],
  ['a JWT', '%65yJhbGciOiJub25lIn0.e30.'],
  ['a magic key', 'dct%5Finvalid'],
])('percent-encoding in a URL does not turn %s that is refused into a new key', async (_, encoded) => {
  await using mock = await startQuiet();
  const url = `${mock.realtimeUrl}/v1/stream?api_key=${encoded}&model=lucy-2.5`;
  await using socket = await StreamClient.openUrl(url);
  expect((await socket.closed).reason).toBe('Invalid API key');
  expect(await keysOf(mock)).toEqual([]);
});

test('of several credentials a request is its header, and a socket the first api_key of its URL', async () => {
  await using mock = await startQuiet();
  const headers = { 'x-api-key': 'dct_header' };
  await fetch(`${mock.url}/v1/realtime/quota?api_key=dct_query`, { headers });
  expect(await keysOf(mock)).toEqual(['dct_header']);
  const twice = await fetch(`${mock.url}/v1/realtime/quota`, {
    headers: [
      ['x-api-key', 'dct_one'],
      ['x-api-key', 'dct_two'],
    ],
  });
  expect(twice.status).toBe(401);
  await using socket = await connect(mock, { key: 'dct_first', query: { 'api_key ': 'x' } });
  socket.send({ type: 'livekit_join' });
  await socket.next('livekit_room_info');
  expect(await keysOf(mock)).toEqual(['dct_header', 'dct_first']);
});

test.each(['ek_mine', 'eyJhbGciOiJub25lIn0.e30.'])(
  'the settings refuse the client token %s as a key',
  (key) => {
    return expect(startMock({ keys: { [key]: {} } })).rejects.toThrow(
      'A client token (ek_... or a JWT) belongs',
    );
  },
);

test('a dotted key is a JWT only when its first part is a JSON object', () => {
  expect(['a.b.c', `${b64('[]')}.e30.`, `${b64('{')}.x`, `${b64('{}')}.x`].map(credentialForm)).toEqual([
    'key',
    'key',
    'key',
    'jwt',
  ]);
});
