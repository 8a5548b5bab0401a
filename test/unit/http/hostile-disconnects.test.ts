import { describe, expect, test } from 'vitest';
import { hostileServer } from './support/hostile.js';
import { clip, form, multipart, multipartType, videoBlob } from './support/serve.js';
import { head, Wire } from './support/wire.js';

const server = hostileServer({ spills: true });

describe('a client that disconnects', () => {
  test.each([
    ['in the head', () => [head('POST', '/v1/files', { 'Content-Type': multipartType }).slice(0, -4)]],
    [
      'before the body',
      () => [head('POST', '/v1/files', { 'Content-Type': multipartType, 'Content-Length': 1_000 })],
    ],
    [
      'in a small file',
      () => [
        head('POST', '/v1/files', { 'Content-Type': multipartType, 'Content-Length': 100_000 }),
        multipart([{ name: 'file', file: Buffer.alloc(50_000), filename: 'a' }], ''),
      ],
    ],
    [
      'in a file that is stored on disk',
      () => [
        head('POST', '/v1/files', { 'Content-Type': multipartType, 'Content-Length': 900_000 }),
        multipart([{ name: 'file', file: Buffer.alloc(500_000), filename: 'a' }], ''),
      ],
    ],
    [
      'between two files',
      () => [
        head('POST', '/v1/jobs/lucy-2.1', { 'Content-Type': multipartType, 'Content-Length': 900_000 }),
        multipart(
          [
            { ...clip, name: 'data' },
            { name: 'reference_image', file: Buffer.alloc(10), filename: 'a' },
          ],
          '',
        ),
      ],
    ],
    [
      'in JSON',
      () => [
        head('POST', '/v1/client/tokens', { 'Content-Type': 'application/json', 'Content-Length': 1_000 }),
        '{"a":',
      ],
    ],
    [
      'in the body of a verify request',
      () => [head('POST', '/v1/verify', { 'Content-Length': 1_000 }), 'abc'],
    ],
  ])('%s leaves nothing behind', async (_what, pieces) => {
    for (const leave of ['destroy', 'resetAndDestroy'] as const) {
      const wire = await Wire.open(server.url);
      for (const piece of pieces()) await wire.write(piece);
      await new Promise((resolve) => setImmediate(resolve));
      wire.socket[leave]();
      await server.expectClean();
    }
  });

  test('during a slow download leaves nothing behind', async () => {
    const headers = { 'x-api-key': 'dct_download' };
    const submitted = await fetch(`${server.url}/v1/jobs/lucy-2.5`, {
      method: 'POST',
      headers,
      body: form({ data: videoBlob, prompt: '[mock:instant]' }),
    });
    const { job_id } = (await submitted.json()) as { job_id: string };
    const { rules, clock } = server.mock.account('dct_download');
    await rules.add({ operation: 'jobs.content', effect: { type: 'slow', bytesPerSecond: 100 } });
    const wire = await Wire.open(server.url);
    await wire.write(head('GET', `/v1/jobs/${job_id}/content`, { 'X-API-KEY': 'dct_download' }));
    await server.mock.account('dct_download').journal.waitForCount({ operation: 'jobs.content' }, 1);
    wire.socket.resetAndDestroy();
    await clock.advance('1h');
  });

  test.each(['jobs.content', 'jobs.status'] as const)(
    'while %s is delayed leaves nothing behind',
    async (operation) => {
      const key = `dct_delay_${operation}`;
      const headers = { 'x-api-key': key };
      const submitted = await fetch(`${server.url}/v1/jobs/lucy-2.5`, {
        method: 'POST',
        headers,
        body: form({ data: videoBlob, prompt: '[mock:instant]' }),
      });
      const { job_id } = (await submitted.json()) as { job_id: string };
      const account = server.mock.account(key);
      await account.rules.add({ operation, effect: { type: 'delay', ms: 1_000 } });
      const leaving = new AbortController();
      const path = operation === 'jobs.content' ? '/content' : '';
      const asked = fetch(`${server.url}/v1/jobs/${job_id}${path}`, { headers, signal: leaving.signal });
      await expect.poll(async () => (await account.clock.get()).pending.length).toBe(1);
      leaving.abort();
      await expect(asked).rejects.toThrow();
      await account.clock.advance('1s');
      await account.journal.waitForCount({ operation }, 1);
    },
  );
});
