import { expect, test } from 'vitest';
import { useCli } from './support/cli.js';

const cli = useCli();

/** Status of a request with a token of one page, from another page. */
async function fromAnotherPage(url: string, key: string): Promise<number> {
  const minted = await fetch(`${url}/v1/client/tokens`, {
    method: 'POST',
    headers: { 'x-api-key': key, 'content-type': 'application/json' },
    body: JSON.stringify({ allowedOrigins: ['https://app.example.com'] }),
  });
  const { apiKey } = (await minted.json()) as { apiKey: string };
  const headers = { 'x-api-key': apiKey, origin: 'https://other.example.com' };
  return (await fetch(`${url}/v1/realtime/quota`, { headers })).status;
}

test('--origins everywhere, or its variable, holds HTTP requests to the origins of tokens', async () => {
  const args = ['--json', '--port', '0'];
  for (const [running, status] of [
    [cli.spawn([...args, '--origins', 'everywhere']), 403],
    [cli.spawn(args, { env: { DECART_MOCK_ORIGINS: 'everywhere' } }), 403],
    [cli.spawn(args), 200],
  ] as const) {
    const { url, key } = await running.ready();
    expect(await fromAnotherPage(url, key)).toBe(status);
  }
  expect(await cli.run([...args, '--origins', 'nowhere'])).toMatchObject({ code: 2 });
});
