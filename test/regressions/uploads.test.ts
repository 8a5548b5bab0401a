import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { Readable } from 'node:stream';
import { UploadStore } from '../../src/http/uploads/upload-store.js';
import {
  BOUNDARY,
  clip,
  form,
  imageBlob,
  multipart,
  multipartType,
  serve,
  videoBlob,
  type Part,
} from '../unit/http/support/serve.js';
import { chunk, head, Wire } from '../unit/http/support/wire.js';

const KB = 1_000;
const post = (url: string, path: string, body: BodyInit, key = 'dct_r', type?: string): Promise<Response> =>
  fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'x-api-key': key, ...(type && { 'content-type': type }) },
    body,
  });

test('a file name in UTF-8 came out as mojibake, and lost its folders', async () => {
  await using served = await serve();
  const response = await post(
    served.mock.url,
    '/v1/files',
    form({ file: new File(['x'], 'a/größe 車.mp4') }),
  );
  expect(await response.json()).toMatchObject({ filename: 'a/größe 車.mp4' });
});

test('a first and a last frame were refused as the wrong type of file', async () => {
  await using served = await serve({ asOf: '2026-02-11' });
  const body = form({ prompt: 'x', start: imageBlob, end: imageBlob });
  expect((await post(served.mock.url, '/v1/jobs/lucy-pro-flf2v', body)).status).toBe(200);
});

test('a field "prompt[]" was taken for the prompt, and an index in brackets kept the journal busy for minutes', async () => {
  await using served = await serve();
  const parts: Part[] = [{ name: 'prompt[]', text: 'a' }, { name: 'a[4294967290]', text: 'x' }, clip];
  const response = await post(served.mock.url, '/v1/jobs/lucy-2.1', multipart(parts), 'dct_r', multipartType);
  expect(response.status).toBe(200);
  expect((await served.mock.account('dct_r').jobs())[0]?.prompt).toBe('');
});

test('an upload above the limit was answered only when the client had sent all of it', async () => {
  await using served = await serve({ limits: { uploadBytes: 10 * KB } });
  using wire = await Wire.open(served.mock.url);
  await wire.write(
    head('POST', '/v1/files', { 'Content-Type': multipartType, 'Transfer-Encoding': 'chunked' }),
  );
  await wire.write(chunk(multipart([{ name: 'file', file: Buffer.alloc(20 * KB), filename: 'a' }], '')));
  expect((await wire.answer()).status).toBe(413);
});

test('the refusal of a file below a megabyte spoke of 0MB', async () => {
  await using served = await serve({ limits: { uploadBytes: 10 * KB } });
  const response = await post(
    served.mock.url,
    '/v1/files',
    form({ file: new Blob([new Uint8Array(20 * KB)]) }),
  );
  expect(await response.json()).toEqual({ detail: 'File size exceeds the maximum allowed size of 10KB' });
});

test('a refused key cut the connection under a client that was still sending', async () => {
  await using served = await serve();
  using wire = await Wire.open(served.mock.url);
  await wire.write(head('POST', '/v1/files', { 'X-API-KEY': 'dct_invalid', 'Content-Length': 3 * KB }));
  await wire.write(Buffer.alloc(KB));
  expect((await wire.answer()).status).toBe(401);
  await wire.write(Buffer.alloc(2 * KB));
  await wire.write(head('GET', '/v1/realtime/quota'));
  expect((await wire.answer()).status).toBe(200);
});

test('an upload that could not be read left no trace in the journal', async () => {
  await using served = await serve();
  await post(served.mock.url, '/v1/files', 'x', 'dct_r', 'multipart/form-data');
  expect(served.mock.account('dct_r').journal.find()).toMatchObject([
    { operation: 'files.upload', status: 400 },
  ]);
});

test('a content type that cannot be read passed for a form without fields', async () => {
  await using served = await serve();
  const response = await post(served.mock.url, '/v1/files', 'x', 'dct_r', 'multipart/form-data; boundary=');
  expect(response.status).toBe(400);
});

describe('the store of uploads', () => {
  test('counted what did not fit twice, and ended below zero', async () => {
    const store = new UploadStore({ spillBytes: 100 * KB, memoryBytes: 10 * KB, diskBytes: 20 * KB });
    await expect(store.take(Readable.from([Buffer.alloc(50 * KB)]))).rejects.toMatchObject({
      code: 'storage_full',
    });
    expect(store.usage).toEqual({ memoryBytes: 0, diskBytes: 0 });
    store.close();
  });

  test('stayed full of files whose time was over', async () => {
    await using served = await serve({ limits: { spillBytes: KB, diskBytes: 100 * KB } });
    const upload = (ttl_seconds: string): Promise<Response> =>
      post(served.mock.url, '/v1/files', form({ file: new Blob([new Uint8Array(45 * KB)]), ttl_seconds }));
    expect((await upload('persistent')).status).toBe(200);
    expect((await upload('60')).status).toBe(200);
    expect((await upload('60')).status).toBe(507);
    await served.mock.account('dct_r').clock.advance('60s');
    expect((await upload('60')).status).toBe(200);
  });

  test('brought the process down when its folder was gone', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'regression-'));
    vi.stubEnv('TMPDIR', folder);
    const store = new UploadStore({ spillBytes: KB, memoryBytes: 10 * KB, diskBytes: 100 * KB });
    const first = await store.take(Readable.from([Buffer.alloc(2 * KB)]));
    rmSync(folder, { recursive: true });
    await expect(store.take(Readable.from([Buffer.alloc(2 * KB)]))).rejects.toMatchObject({ code: 'ENOENT' });
    first.dispose();
    expect(store.usage).toEqual({ memoryBytes: 0, diskBytes: 0 });
    store.close();
  });
});

test.each([
  [
    'a field that is too large',
    `Content-Disposition: form-data; name="prompt"\r\n\r\n${'x'.repeat(1024 * 1024 + 1)}`,
  ],
  ['a part without a name', 'Content-Disposition: form-data\r\n\r\nx'],
  ['a header that is none', 'no colon here\r\n\r\nx'],
])('a file behind %s, in the same piece, was never let go', async (_what, part) => {
  await using served = await serve({ limits: { uploadBytes: 10_000 * KB } });
  const body = Buffer.concat([
    Buffer.from(`--${BOUNDARY}\r\n${part}\r\n`),
    multipart([clip, { ...clip, name: 'reference_image' }]),
  ]);
  for (let cut = 0; cut < 40; cut++) {
    using wire = await Wire.open(served.mock.url);
    await wire.write(
      head('POST', '/v1/jobs/lucy-2.1', { 'Content-Type': multipartType, 'Content-Length': body.length }),
    );
    await wire.write(body.subarray(0, cut * 30 * KB));
    await new Promise((resolve) => setImmediate(resolve));
    await wire.write(body.subarray(cut * 30 * KB));
    expect((await wire.answer()).status).toBeLessThan(500);
  }
  await served.expectClean();
});

test('JSON beyond the limit cut the connection under a client that was still sending', async () => {
  await using served = await serve();
  using wire = await Wire.open(served.mock.url);
  const headers = { 'Content-Type': 'application/json', 'Content-Length': 2_000 * KB };
  await wire.write(head('POST', '/v1/client/tokens', headers));
  await wire.write(Buffer.alloc(1_100 * KB, 0x20));
  expect((await wire.answer()).status).toBe(413);
  await wire.write(Buffer.alloc(900 * KB, 0x20));
  await wire.write(head('GET', '/v1/realtime/quota'));
  expect((await wire.answer()).status).toBe(200);
});

test('JSON nested too deep for its own refusal was a defect: 500', async () => {
  await using served = await serve();
  const body = '['.repeat(100_000) + ']'.repeat(100_000);
  expect((await post(served.mock.url, '/v1/client/tokens', body, 'dct_r', 'application/json')).status).toBe(
    400,
  );
  expect(served.defects).toEqual([]);
});

test('a client that left in the middle of JSON, or before a delayed answer, counted as a defect', async () => {
  await using served = await serve();
  const account = served.mock.account('dct_wire');
  const submitted = await post(
    served.mock.url,
    '/v1/jobs/lucy-2.5',
    form({ data: videoBlob, prompt: '[mock:instant]' }),
    'dct_wire',
  );
  const { job_id } = (await submitted.json()) as { job_id: string };
  account.rules.add({ operation: 'jobs.content', effect: { type: 'delay', ms: 1_000 } });
  const early = await Wire.open(served.mock.url);
  await early.write(head('POST', '/v1/client/tokens', { 'Content-Length': 100 }) + '{');
  early.socket.resetAndDestroy();
  const late = await Wire.open(served.mock.url);
  await late.write(head('GET', `/v1/jobs/${job_id}/content`));
  await expect.poll(() => account.clock.pending.length).toBe(1);
  late.socket.resetAndDestroy();
  await new Promise((resolve) => setImmediate(resolve));
  await account.clock.advance('1s');
  await account.journal.waitForCount({ operation: 'jobs.content' }, 1);
  await account.journal.waitForCount({ operation: 'tokens.create', status: 400 }, 1);
  await served.expectClean();
});
