import { describe, expect, test } from 'vitest';
import { detail, hostileServer, KB } from './support/hostile.js';
import { BOUNDARY, form, multipartType, serve } from './support/serve.js';
import { chunk, head, Wire } from './support/wire.js';

const server = hostileServer({ spills: true });

describe('an upload that is too large', () => {
  const refusal = 'File size exceeds the maximum allowed size of 600KB';

  test('by its Content-Length is refused before its body', async () => {
    using wire = await Wire.open(server.url);
    await wire.write(
      head('POST', '/v1/files', { 'Content-Type': multipartType, 'Content-Length': 9_999_999_999 }),
    );
    expect(detail(await wire.answer())).toEqual([413, refusal]);
    expect(await server.mock.account('dct_wire').journal.find()).toMatchObject([
      { operation: 'files.upload', status: 413 },
    ]);
  });

  test('without a Content-Length is refused at the limit, while the client still sends', async () => {
    using wire = await Wire.open(server.url);
    await wire.write(
      head('POST', '/v1/files', { 'Content-Type': multipartType, 'Transfer-Encoding': 'chunked' }),
    );
    await wire.write(
      chunk(
        Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n`),
      ),
    );
    for (let sent = 0; sent < 700 * KB; sent += 50 * KB) await wire.write(chunk(Buffer.alloc(50 * KB)));
    expect(detail(await wire.answer())).toEqual([413, refusal]);
    expect(server.mock.server.blobs.usage.diskBytes).toBeLessThanOrEqual(600 * KB + 1);
    await wire.write(chunk(Buffer.alloc(50 * KB)));
    await wire.write('0\r\n\r\n' + head('GET', '/v1/realtime/quota'));
    expect((await wire.answer()).status).toBe(200);
  });

  test('is one byte above the limit; exactly the limit is accepted', async () => {
    const file = (size: number) => form({ file: new Blob([new Uint8Array(size)]) });
    const upload = async (size: number) =>
      (
        await fetch(`${server.url}/v1/files`, {
          method: 'POST',
          headers: { 'x-api-key': 'dct_limit' },
          body: file(size),
        })
      ).status;
    expect(await upload(600 * KB)).toBe(200);
    expect(await upload(600 * KB + 1)).toBe(413);
  });

  test('with a refused key is answered before its rest is read', async () => {
    const response = await fetch(`${server.url}/v1/files`, {
      method: 'POST',
      headers: { 'x-api-key': 'dct_invalid' },
      body: form({ file: new Blob([new Uint8Array(20_000_000)]) }),
    });
    expect(response.status).toBe(401);
  });

  test('is refused as such, not for want of room, where the store is full', async () => {
    await using small = await serve({
      limits: { uploadBytes: 600 * KB, spillBytes: 10 * KB, diskBytes: 100 * KB },
    });
    const upload = async (...sizes: number[]) => {
      const files = sizes.map((size, at) => [`file${at || ''}`, new Blob([new Uint8Array(size)])] as const);
      const { status } = await fetch(`${small.mock.url}/v1/files`, {
        method: 'POST',
        headers: { 'x-api-key': 'dct_store' },
        body: form(Object.fromEntries(files)),
      });
      return status;
    };
    expect(await upload(90 * KB)).toBe(200);
    expect(await upload(601 * KB)).toBe(413);
    expect(await upload(300 * KB, 601 * KB)).toBe(413);
    expect(await upload(400 * KB, 400 * KB)).toBe(507);
    expect(await upload(600 * KB)).toBe(507);
    using wire = await Wire.open(small.mock.url);
    await wire.write(
      head('POST', '/v1/files', { 'Content-Type': multipartType, 'Transfer-Encoding': 'chunked' }),
    );
    const start = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n`;
    await wire.write(chunk(Buffer.from(start)));
    for (let sent = 0; sent < 700 * KB; sent += 50 * KB) await wire.write(chunk(Buffer.alloc(50 * KB)));
    expect((await wire.answer()).status).toBe(413);
    expect(small.mock.server.blobs.usage.diskBytes).toBeLessThanOrEqual(100 * KB);
    await small.expectClean();
  });

  test('for the store answers 507, and the store has room afterwards', async () => {
    await using small = await serve({ limits: { spillBytes: 10 * KB, diskBytes: 100 * KB } });
    const upload = (size: number) =>
      fetch(`${small.mock.url}/v1/files`, {
        method: 'POST',
        headers: { 'x-api-key': 'dct_store' },
        body: form({ file: new Blob([new Uint8Array(size)]) }),
      });
    expect((await upload(150 * KB)).status).toBe(507);
    expect(small.mock.server.blobs.usage).toEqual({ memoryBytes: 0, diskBytes: 0 });
    expect((await upload(60 * KB)).status).toBe(200);
    expect((await upload(60 * KB)).status).toBe(507);
    await small.expectClean();
    expect((await upload(60 * KB)).status).toBe(200);
  });
});
