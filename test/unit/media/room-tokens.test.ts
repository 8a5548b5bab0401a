import { decodeJwt } from 'jose';
import { AccessToken, TokenVerifier } from 'livekit-server-sdk';
import { expect, test } from 'vitest';
import { mintToken } from '../../../src/media/livekit/tokens.js';

const keys = { key: 'a-key', secret: 'a-secret' };
const request = { room: 'room-ü', identity: 'user-1', ttl: 60 };
const grants = { canPublish: false, hidden: true };

/** The parts that do not depend on the second in which a token is made. */
const timeless = (token: string): unknown[] => {
  const { exp = NaN, nbf = NaN, ...claims } = decodeJwt(token);
  return [token.split('.')[0], Object.keys(decodeJwt(token)), claims, exp - nbf];
};

test("a room token is as livekit-server-sdk makes it, and passes that library's check", async () => {
  const token = await mintToken(keys, {
    ...request,
    name: 'A name',
    attributes: { 'lk.mock': '{}' },
    grants,
  });
  const theirs = new AccessToken(keys.key, keys.secret, {
    identity: request.identity,
    ttl: request.ttl,
    name: 'A name',
    attributes: { 'lk.mock': '{}' },
  });
  const joins = { roomJoin: true, canPublish: true, canSubscribe: true, canPublishData: true };
  theirs.addGrant({ ...joins, ...grants, room: request.room });
  expect(timeless(token)).toEqual(timeless(await theirs.toJwt()));
  expect(await new TokenVerifier(keys.key, keys.secret).verify(token)).toMatchObject({
    sub: 'user-1',
    video: { room: 'room-ü', canPublish: false },
  });
});

test('a room token without a name and attributes has no such claims', async () => {
  expect(Object.keys(decodeJwt(await mintToken(keys, request)))).toEqual([
    'video',
    'iss',
    'exp',
    'nbf',
    'sub',
  ]);
});
