/** Where the stand-in once answered otherwise than public facts say; each test names its fact. */
import { expect, test } from 'vitest';
import { form, serve, videoBlob } from '../http/support/serve.js';

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
