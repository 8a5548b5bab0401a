import { expect, test } from 'vitest';
import { clientOf, controlOf } from '../unit/control/support.js';
import { createMock } from '../../src/index.js';

const crowd = Array.from({ length: 30 }, (_, index) => `dct_${index + 1}`);

test('the inspector lists the last ten accounts, and all on request', async () => {
  await using mock = createMock();
  for (const key of crowd) await clientOf(mock.fetch, key).quota();
  const look = async (query: string) =>
    String((await controlOf(mock.fetch, '')('GET', `/inspector${query}`)).body);
  const listed = (page: string) =>
    [...page.matchAll(/<li><a href="\?account=\w+">(dct_\d+) /g)].map(([, key]) => key);
  const { tag } = mock.world.account('dct_1');
  const page = await look(`?account=${tag}`);
  expect(listed(page)).toEqual(['dct_1', ...crowd.slice(-9).reverse()]);
  expect(page).toContain('<a href="?all">20 more</a>');
  expect(page).toContain(`<h2>dct_1 ${tag}</h2>`);
  expect(listed(await look('?all'))).toHaveLength(30);
});

test('short keys are shown whole, and keys that may be real are shortened', async () => {
  await using mock = createMock();
  const keys = ['dct_fail', 'dct_failx', 'dct_no_credits_a', 'dct_9f3c21d8b7a64e05'];
  for (const key of keys) mock.account(key).clock.now();
  const page = String((await controlOf(mock.fetch, '')('GET', '/inspector')).body);
  const shown = [...page.matchAll(/<li><a href="\?account=\w+">(\S+) /g)].map(([, key]) => key);
  expect(shown).toEqual(['dct_9f3c...', 'dct_no_credits_a', 'dct_failx', 'dct_fail']);
  const { accounts } = (await controlOf(mock.fetch, '')('GET', '/accounts')).body as {
    accounts: { key: string }[];
  };
  expect(accounts.map(({ key }) => key)).toEqual([...shown].reverse());
});
