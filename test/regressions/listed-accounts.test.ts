import { expect, it } from 'vitest';
import { at, clientOf, controlOf } from '../unit/control/support.js';
import { startQuiet } from '../unit/realtime/support/start.js';

it('an unused account is neither listed nor counted', async () => {
  await using mock = await startQuiet();
  mock.world.today();
  const get = async (path: string): Promise<unknown> => (await controlOf(at(mock), '')('GET', path)).body;
  expect(await get('/accounts')).toEqual({ accounts: [] });
  expect(await get('/metrics')).toContain('decart_mock_accounts 0\n');
  expect(await get('/metrics')).toContain('decart_mock_credits_available 0\n');
  expect(await get('/inspector')).toContain('No key has been used yet.');
  expect((await fetch(`${mock.url}/.well-known/jwks.json`)).status).toBe(200);
  expect(await get('/metrics')).toContain('decart_mock_accounts 1\n');
  expect(await get('/accounts')).toMatchObject({ accounts: [{ key: 'anonymous' }] });
});

it('the inspector lists the most recently used key first', async () => {
  await using mock = await startQuiet();
  for (const key of ['dct_1', 'dct_2', 'dct_3', 'dct_1']) await clientOf(at(mock), key).quota();
  const page = String((await controlOf(at(mock), '')('GET', '/inspector')).body);
  expect([...page.matchAll(/>(dct_\d) /g)].map(([, key]) => key)).toEqual(['dct_1', 'dct_3', 'dct_2']);
});
