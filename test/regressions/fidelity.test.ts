/** Where the stand-in once answered otherwise than public facts say; each test names its fact. */
import { expect, test } from 'vitest';
import { form, serve, videoBlob } from '../unit/http/support/serve.js';

const key = { 'x-api-key': 'dct_fidelity' };

test('the route of a retired model told of the retirement without a key, which the OpenAPI requires there too', async () => {
  await using served = await serve();
  const submit = (headers: Record<string, string>) =>
    fetch(`${served.mock.url}/v1/jobs/lucy-2.1-vton`, {
      method: 'POST',
      headers,
      body: form({ data: videoBlob }),
    });
  const keyless = await submit({});
  expect([keyless.status, await keyless.json()]).toEqual([
    422,
    { detail: [{ type: 'missing', loc: ['header', 'x-api-key'], msg: 'Field required', input: null }] },
  ]);
  expect((await submit(key)).status).toBe(410);
});

test('a client token of before 22 March 2026 lived 60 seconds and took options, where the docs of its day say 10 minutes and only metadata', async () => {
  const now = Date.parse('2026-09-01T10:00:00Z');
  const mint = async (asOf: string, body?: object) => {
    await using served = await serve({ asOf, now });
    const response = await fetch(`${served.mock.url}/v1/client/tokens`, {
      method: 'POST',
      headers: { ...key, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    const { expiresAt, permissions } = (await response.json()) as Record<string, string>;
    return [response.status, expiresAt && (Date.parse(expiresAt) - now) / 1_000, permissions];
  };
  const options = { metadata: { a: 1 }, expiresIn: 30, allowedModels: ['lucy-2.1'] };
  expect(await mint('2026-03-21')).toEqual([200, 600, undefined]);
  expect(await mint('2026-03-21', options)).toEqual([200, 600, undefined]);
  expect(await mint('2026-03-21', { metadata: 'no object' })).toEqual([422, undefined, undefined]);
  expect(await mint('2026-03-22')).toEqual([200, 60, undefined]);
  expect(await mint('2026-03-22', options)).toEqual([200, 30, { models: ['lucy-2.1'] }]);
});
