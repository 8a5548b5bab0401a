/** What a signed token says of its key and organisation (facts: api-2026-11-30.md 13, sdk-javascript-0.2.md 6). */
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import { createMock, type InMemoryFetch, type MockOptions } from '../../../src/index.js';
import { at, clientOf, controlOf } from '../control/support.js';
import { serve } from './support/serve.js';

const PLATFORM = 'https://platform.decart.ai';
const NOW = '2026-10-01';

const mocked = (options: MockOptions = {}) =>
  createMock({ seed: 'claims', clock: 'manual', now: NOW, ...options });

async function claims(fetch: InMemoryFetch, key: string, options?: object): Promise<Record<string, unknown>> {
  const { body } = await clientOf(fetch, key).token(options);
  return decodeJwt(String(body['token']));
}

describe('the claims', () => {
  test('are those of the key and of its organisation', async () => {
    await using mock = mocked({
      organisations: {
        acme: {
          serviceTier: 2,
          zeroDataRetention: true,
          maxConcurrentSessions: 4,
          allowedModels: ['lucy-2.5'],
        },
      },
      keys: { dct_web: { organisation: 'acme', keyName: 'Web app' }, dct_ci: { organisation: 'acme' } },
    });
    const shared = {
      sub: 'user_acme',
      organizationId: 'acme',
      service_tier: 2,
      zeroDataRetention: true,
      realtimeConcurrentSessionLimit: 4,
    };
    const [web, ci] = [await claims(mock.fetch, 'dct_web'), await claims(mock.fetch, 'dct_ci')];
    expect(web).toMatchObject({ ...shared, api_key_name: 'Web app' });
    expect(ci).toMatchObject({ ...shared, api_key_name: 'Default key' });
    expect(web['parent_api_key_id']).not.toBe(ci['parent_api_key_id']);
    // The models of the token; those of the organisation are no claim.
    expect(web).not.toHaveProperty('models');
  });

  test('of a key without settings: tier 1, data retained, no limit of sessions', async () => {
    await using mock = mocked();
    const [one, two] = [await claims(mock.fetch, 'dct_one'), await claims(mock.fetch, 'dct_two')];
    expect(one).toMatchObject({ service_tier: 1, zeroDataRetention: false, api_key_name: 'Default key' });
    expect(one).not.toHaveProperty('realtimeConcurrentSessionLimit');
    expect(one['organizationId']).not.toBe(two['organizationId']);
    expect(one['organizationId']).toBe((await mock.account('dct_one').state()).organisation);
  });

  test.each([0, 3])('of a limit of %i sessions is the limit that the quota answers', async (limit) => {
    await using mock = mocked();
    await mock.account('dct_limit').quota.set(limit);
    expect((await clientOf(mock.fetch, 'dct_limit').quota()).body).toMatchObject({ limit });
    expect(await claims(mock.fetch, 'dct_limit')).toMatchObject({ realtimeConcurrentSessionLimit: limit });
  });

  test('have tier 0 to 3 of the metadata in place of the organisation, and no other', async () => {
    await using mock = mocked({ defaults: { serviceTier: 2 } });
    const tier = async (metadata: object) =>
      (await claims(mock.fetch, 'dct_tier', { metadata }))['service_tier'];
    expect(await tier({ service_tier: 0 })).toBe(0);
    for (const other of [4, -1, 1.5, '0', null, true]) expect(await tier({ service_tier: other })).toBe(2);
  });

  test('change with the organisation; a token that was minted keeps them', async () => {
    await using mock = mocked();
    const control = controlOf(mock.fetch, 'dct_change');
    const { body } = await clientOf(mock.fetch, 'dct_change').token();
    await control('PUT', '/permissions', { serviceTier: 0, zeroDataRetention: true });
    await control('POST', '/accounts', { key: 'dct_change', keyName: 'Renamed' });
    expect(decodeJwt(String(body['token']))).toMatchObject({ service_tier: 1, api_key_name: 'Default key' });
    expect(await claims(mock.fetch, 'dct_change')).toMatchObject({
      service_tier: 0,
      zeroDataRetention: true,
      api_key_name: 'Renamed',
    });
  });
});

test('the JWT verifies by the rules of the SDKs, with the keys of the platform', async () => {
  await using served = await serve({ now: NOW });
  const bySocket = at(served.mock);
  const { body } = await clientOf(bySocket, 'dct_verify').token({ expiresIn: 60 });
  const token = String(body['token']);
  const rules = {
    issuer: PLATFORM,
    audience: PLATFORM,
    algorithms: ['EdDSA'],
    requiredClaims: ['exp', 'sub'],
  };
  const keys = createRemoteJWKSet(new URL('/api/auth/jwks', served.mock.url));
  const after = (seconds: number) => ({
    ...rules,
    clockTolerance: 60,
    currentDate: new Date(Date.parse(NOW) + seconds * 1_000),
  });
  await expect(jwtVerify(token, keys, after(119))).resolves.toMatchObject({
    payload: { jti: body['apiKey'] },
  });
  await expect(jwtVerify(token, keys, after(121))).rejects.toThrow('"exp"');
  expect(decodeProtectedHeader(token)).toMatchObject({
    alg: 'EdDSA',
    kid: expect.stringMatching(/^[\dA-Za-z]{32}$/) as string,
  });
});

describe('before 23 June 2026', () => {
  test.each([
    ['2026-06-22', false],
    ['2026-06-23', true],
  ])(
    '%s: a JWT in the mint answer, the handle, the control API and a snapshot: %s',
    async (asOf, expected) => {
      await using mock = mocked({ asOf });
      const { body } = await clientOf(mock.fetch, 'dct_dated').token();
      expect('token' in body).toBe(expected);
      const handle = mock.account('dct_dated');
      const listed = (await controlOf(mock.fetch, 'dct_dated')('GET', '/tokens')).body as {
        tokens: object[];
      };
      const saved = (await handle.save()).tokens;
      for (const [token] of [await handle.tokens(), listed.tokens, saved])
        expect(token !== undefined && 'jwt' in token).toBe(expected);
    },
  );
});

describe('permissions', () => {
  test('survive a snapshot, under the same key and under another', async () => {
    await using mock = mocked();
    const permissions = { allowedModels: ['lucy-2.5'], serviceTier: 3, zeroDataRetention: true };
    const account = await mock.register('dct_saved', { keyName: 'Saved', ...permissions });
    const snapshot = await account.save();
    await mock.account('dct_copy').load(snapshot);
    expect(await mock.account('dct_copy').state()).toMatchObject({ keyName: 'Saved', permissions });
    const older = { ...snapshot, permissions: undefined, keyName: undefined };
    await mock.account('dct_older').load(JSON.parse(JSON.stringify(older)));
    expect(await mock.account('dct_older').state()).toMatchObject({
      keyName: 'Default key',
      permissions: { allowedModels: null, serviceTier: 1, zeroDataRetention: false },
    });
  });

  test('a key keeps its name in another organisation and after a reset', async () => {
    await using mock = mocked();
    await mock.register('dct_a', { keyName: 'Web app' });
    const account = await mock.register('dct_a', { organisation: 'acme' });
    expect(await account.state()).toMatchObject({ organisation: 'acme', keyName: 'Web app' });
    await account.reset();
    expect(await account.state()).toMatchObject({ organisation: 'acme', keyName: 'Web app' });
  });

  test('are shared by the keys of an organisation', async () => {
    await using mock = mocked();
    await mock.register('dct_a', { organisation: 'acme' });
    await mock.register('dct_b', { organisation: 'acme' });
    await mock.account('dct_a').permissions.set({ allowedModels: ['lucy-2.1'] });
    expect((await clientOf(mock.fetch, 'dct_b').submit('lucy-2.5')).body).toEqual({
      detail: 'Model not permitted',
    });
    expect((await clientOf(mock.fetch, 'dct_b').submit('lucy-2.1')).status).toBe(200);
  });

  test.each([
    [
      { allowedModels: ['lucy-2.55'] },
      'allowedModels[0]: "lucy-2.55" is no model on any date; did you mean "lucy-2.5"?',
    ],
    [{ allowedModels: 'lucy-2.5' }, 'allowedModels: '],
    [{ serviceTier: 4 }, 'serviceTier: '],
    [{ serviceTier: 0.5 }, 'serviceTier: '],
    [{ zeroDataRetention: 'yes' }, 'zeroDataRetention: '],
    [{ servicetier: 1 }, 'did you mean "serviceTier"?'],
  ])('%j is refused', async (input, message) => {
    await using mock = mocked();
    const answer = await controlOf(mock.fetch, 'dct_bad')('PUT', '/permissions', input);
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'bad_input' } } });
    expect((answer.body as { error: { message: string } }).error.message).toContain(message);
    await expect(mock.account('dct_bad').permissions.set(input as object)).rejects.toThrow(message);
  });
});
