import { expect, test } from 'vitest';
import { form, serve, videoBlob } from '../unit/http/support/serve.js';

const headers = { 'x-api-key': 'dct_forced' };

test.each(['trailer', 'Transfer-Encoding', 'content-length'])(
  'a forced answer with the header "%s" ended the process, or broke HTTP',
  async (name) => {
    await using served = await serve();
    const effect = { type: 'respond', status: 200, body: {}, headers: { [name]: 'chunked' } };
    const answer = await fetch(`${served.mock.url}/v1/realtime/quota`, {
      headers: { ...headers, 'x-decart-mock': JSON.stringify(effect) },
    });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('without content-length, transfer-encoding and trailer');
    await served.expectClean();
  },
);

test('a delay beyond any date broke the clock of its account, and the list of all accounts', async () => {
  await using served = await serve({ clock: 'auto' });
  const { mock } = served;
  const body = form({ data: videoBlob, prompt: '[mock:delay=999999999999d]' });
  await fetch(`${mock.url}/v1/jobs/lucy-2.5`, { method: 'POST', headers, body });
  for (const path of ['clock', 'journal', 'accounts'])
    expect((await fetch(`${mock.url}/_mock/${path}`, { headers })).status).toBe(200);
  expect(served.defects).toEqual([]);
});
