import { expect, test } from 'vitest';
import { form, serve, videoBlob } from './support/serve.js';

const post = (url: string, body: FormData, key = 'dct_text'): Promise<Response> =>
  fetch(`${url}/v1/jobs/lucy-2.5`, { method: 'POST', headers: { 'x-api-key': key }, body });

test('the texts of one form are at most 8 MiB together, and nothing of a refused form is kept', async () => {
  await using served = await serve();
  const texts = Object.fromEntries(
    Array.from({ length: 9 }, (_, index) => [`f${index}`, 'x'.repeat(1_000_000)]),
  );
  const answer = await post(served.mock.url, form(texts));
  expect([answer.status, await answer.json()]).toEqual([
    413,
    { detail: 'File size exceeds the maximum allowed size of 8MB' },
  ]);
  await served.expectClean();
});

test('prompts of all accounts share one budget, which a reset frees', async () => {
  await using served = await serve({ limits: { textBytes: 4_000_000 } });
  const submit = async (key: string): Promise<number> =>
    (await post(served.mock.url, form({ data: videoBlob, prompt: 'x'.repeat(900_000) }), key)).status;
  const statuses = [];
  for (const key of ['dct_a', 'dct_b', 'dct_c', 'dct_d', 'dct_e']) statuses.push(await submit(key));
  expect(statuses).toEqual([200, 200, 200, 507, 507]);
  await served.mock.account('dct_a').reset();
  expect(await submit('dct_e')).toBe(200);
  await served.expectClean();
});
