import { expect, test } from 'vitest';
import { createMock, startMock } from '../../src/index.js';
import { type KeyOptions, World } from '../../src/world/world.js';
import { quota } from './support.js';

test('a registration with an invalid top-up changes nothing', async () => {
  await using mock = createMock({ seed: 'x', organisations: { acme: {} } });
  const account = mock.account('dct_r');
  await account.credits.set({ autoTopUp: null });
  await account.credits.set({ balance: 7 });
  const before = (await account.state()).organisation;
  const register = (options: KeyOptions): Promise<Response> =>
    mock.fetch('/_mock/accounts', {
      method: 'POST',
      body: JSON.stringify({ key: 'dct_r', organisation: 'acme', ...options }),
    });
  const answer = await register({ credits: 5, autoTopUp: { below: 10, to: 1 } });
  expect([answer.status, await answer.json()]).toMatchObject([400, { error: { code: 'bad_input' } }]);
  expect([(await account.state()).organisation, (await account.credits.get()).available]).toEqual([
    before,
    7,
  ]);
  await expect(mock.register('dct_r', { organisation: 'acme', maxConcurrentSessions: -1 })).rejects.toThrow(
    'maxConcurrentSessions: Too small',
  );
  await expect(mock.register('dct_r', { credit: 5 } as KeyOptions)).rejects.toThrow(
    'did you mean "credits"?',
  );
  expect((await account.state()).organisation).toBe(before);
});

test('a refused key stays unknown', async () => {
  await using mock = createMock({ seed: 'x', strictKeys: true });
  for (const [key, problem] of [
    ['two words', 'without spaces'],
    ['dct_invalid', 'no account'],
  ] as const) {
    await expect(mock.register(key)).rejects.toThrow(problem);
    expect(mock.world.knows(key)).toBe(false);
  }
});

test('strict keys refuse the account name of requests without a key', async () => {
  await using mock = await startMock({ seed: 'strict', strictKeys: true, keys: { dct_known: {} } });
  await fetch(`${mock.url}/.well-known/jwks.json`);
  expect((await quota(mock, 'anonymous')).status).toBe(401);
  expect((await quota(mock, 'dct_known')).status).toBe(200);
});

test('registered keys and organisations are bounded', () => {
  const world = new World({ limits: { accounts: 3 }, keys: { dct_given: { organisation: 'given' } } });
  const mine = (id: string): string => `dct_${id}`;
  const ids = Array.from({ length: 50 }, (_, index) => String(index));
  for (const id of ids) {
    world.register(mine(id), {});
    world.register('dct_mover', { organisation: id });
  }
  expect(ids.filter((id) => world.knows(mine(id))).length).toBeLessThanOrEqual(4);
  expect([...world.organisations()].length).toBeLessThanOrEqual(4);
  expect([world.knows('dct_given'), world.knows('dct_mover'), world.knows(mine('49'))]).toEqual([
    true,
    true,
    true,
  ]);
});

test.each([
  [
    'permissions',
    { maxConcurrentSessions: 2, keyName: 'ci' },
    'Unrecognized keys: "maxConcurrentSessions", "keyName"; expected one of: allowedModels, serviceTier, zeroDataRetention. PUT /_mock/quota sets "maxConcurrentSessions". POST /_mock/accounts sets "keyName".',
  ],
  [
    'quota',
    { maxConcurrentSessions: 2, serviceTier: 1 },
    'Unrecognized key: "serviceTier"; expected maxConcurrentSessions. PUT /_mock/permissions sets "serviceTier".',
  ],
  ['pace', { pace: 'live', credits: 5 }, 'expected pace. PUT /_mock/credits sets "credits".'],
])('PUT /_mock/%s says which fields it takes, and where the others are', async (route, body, message) => {
  await using mock = createMock({ seed: 'x' });
  const headers = { 'x-api-key': 'dct_r' };
  const answer = await mock.fetch(`/_mock/${route}`, { method: 'PUT', headers, body: JSON.stringify(body) });
  expect([answer.status, await answer.json()]).toMatchObject([
    400,
    { error: { code: 'bad_input', message: expect.stringContaining(message) as string } },
  ]);
});
