import { describe, expect, test } from 'vitest';
import { hostileServer } from './support/hostile.js';
import { head, Wire } from './support/wire.js';

const server = hostileServer();

describe('JSON', () => {
  test.each([
    ['of 10 MB', () => JSON.stringify({ metadata: 'x'.repeat(10_000_000) }), 413],
    ['nested 100,000 deep', () => '['.repeat(100_000) + ']'.repeat(100_000), 400],
    [
      'nested in an object, 5,000 deep',
      () => `{"metadata":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}}`,
      400,
    ],
    ['nested 900 deep', () => `{"metadata":{"a":${'['.repeat(900)}${']'.repeat(900)}}}`, 200],
    ['with many brackets in a text', () => JSON.stringify({ metadata: { a: `"[{\\"`.repeat(20_000) } }), 200],
    ['with a list of 900 lists as the body', () => `${'['.repeat(900)}${']'.repeat(900)}`, 422],
    ['cut off', () => '{"expiresIn":', 422],
    ['with a duplicate key, of which the last counts', () => '{"expiresIn":0,"expiresIn":60}', 200],
    ['with a number beyond all numbers', () => '{"expiresIn":1e999}', 422],
    ['with NaN', () => '{"expiresIn":NaN}', 422],
    ['with a lone surrogate', () => '{"metadata":{"a":"\\ud800"}}', 200],
    ['with a null byte', () => '{"allowedModels":["\\u0000"]}', 200],
  ])('%s is answered', async (_what, body, status) => {
    expect((await server.post('/v1/client/tokens', body())).status).toBe(status);
  });

  test('that is not UTF-8 answers 400', async () => {
    const response = await server.post('/v1/client/tokens', Uint8Array.from([0x7b, 0xff, 0xfe, 0x7d]));
    expect([response.status, await response.json()]).toEqual([
      400,
      { error: 'There was an error parsing the body' },
    ]);
  });

  test('of 2 MB answers 413 while the client sends, and the connection stays open', async () => {
    const body = Buffer.alloc(2_000_000, 0x20);
    using wire = await Wire.open(server.url);
    await wire.write(
      head('POST', '/v1/client/tokens', {
        'Content-Type': 'application/json',
        'Content-Length': body.length,
      }),
    );
    await wire.write(body.subarray(0, 1_200_000));
    expect((await wire.answer()).status).toBe(413);
    await wire.write(body.subarray(1_200_000));
    await wire.write(head('GET', '/v1/realtime/quota'));
    expect((await wire.answer()).status).toBe(200);
  });
});
