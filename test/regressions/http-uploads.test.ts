import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, test, vi } from 'vitest';
import { UploadStore } from '../../src/http/uploads/upload-store.js';
import {
  BOUNDARY,
  clip,
  form,
  imageBlob,
  mp4,
  multipart,
  multipartType,
  type Part,
  serve,
  videoBlob,
} from '../unit/http/support/serve.js';
import { chunk, head, Wire } from '../unit/http/support/wire.js';
import { post } from './support.js';

const KB = 1_000;

test('a file name in UTF-8 is kept, with its folders', async () => {
  await using served = await serve();
  const response = await post(
    served.mock.url,
    '/v1/files',
    form({ file: new File(['x'], 'a/größe 車.mp4') }),
  );
  expect(await response.json()).toMatchObject({ filename: 'a/größe 車.mp4' });
});

test('a first and a last frame are accepted as images', async () => {
  await using served = await serve({ asOf: '2026-02-11' });
  const body = form({ prompt: 'x', start: imageBlob, end: imageBlob });
  expect((await post(served.mock.url, '/v1/jobs/lucy-pro-flf2v', body)).status).toBe(200);
});

test('a field "prompt[]" is not the prompt, and a large index in brackets is part of the name', async () => {
  await using served = await serve();
  const parts: Part[] = [{ name: 'prompt[]', text: 'a' }, { name: 'a[4294967290]', text: 'x' }, clip];
  const response = await post(served.mock.url, '/v1/jobs/lucy-2.1', multipart(parts), 'dct_r', multipartType);
  expect(response.status).toBe(200);
  expect((await served.mock.account('dct_r').jobs())[0]?.prompt).toBe('');
});

test('an upload above the limit is refused while the client still sends', async () => {
  await using served = await serve({ limits: { uploadBytes: 10 * KB } });
  using wire = await Wire.open(served.mock.url);
  await wire.write(
    head('POST', '/v1/files', { 'Content-Type': multipartType, 'Transfer-Encoding': 'chunked' }),
  );
  await wire.write(chunk(multipart([{ name: 'file', file: Buffer.alloc(20 * KB), filename: 'a' }], '')));
  expect((await wire.answer()).status).toBe(413);
});

test('a limit below a megabyte is reported in KB', async () => {
  await using served = await serve({ limits: { uploadBytes: 10 * KB } });
  const response = await post(
    served.mock.url,
    '/v1/files',
    form({ file: new Blob([new Uint8Array(20 * KB)]) }),
  );
  expect(await response.json()).toEqual({ detail: 'File size exceeds the maximum allowed size of 10KB' });
});

test('an unreadable upload is journalled', async () => {
  await using served = await serve();
  await post(served.mock.url, '/v1/files', 'x', 'dct_r', 'multipart/form-data');
  expect(await served.mock.account('dct_r').journal.find()).toMatchObject([
    { operation: 'files.upload', status: 400 },
  ]);
});

test('a multipart content type with an empty boundary is refused with 400', async () => {
  await using served = await serve();
  const response = await post(served.mock.url, '/v1/files', 'x', 'dct_r', 'multipart/form-data; boundary=');
  expect(response.status).toBe(400);
});

describe('the upload store', () => {
  test('counts an upload that does not fit once, and returns to zero', async () => {
    const store = new UploadStore({ spillBytes: 100 * KB, memoryBytes: 10 * KB, diskBytes: 20 * KB });
    await expect(store.take(Readable.from([Buffer.alloc(50 * KB)]))).rejects.toMatchObject({
      code: 'storage_full',
    });
    expect(store.usage).toEqual({ memoryBytes: 0, diskBytes: 0 });
    store.close();
  });

  test('has room again when files expire', async () => {
    await using served = await serve({ limits: { spillBytes: KB, diskBytes: 100 * KB } });
    const upload = (ttl_seconds: string): Promise<Response> =>
      post(served.mock.url, '/v1/files', form({ file: new Blob([new Uint8Array(45 * KB)]), ttl_seconds }));
    expect((await upload('persistent')).status).toBe(200);
    expect((await upload('60')).status).toBe(200);
    expect((await upload('60')).status).toBe(507);
    await served.mock.account('dct_r').clock.advance('60s');
    expect((await upload('60')).status).toBe(200);
  });

  test('creates its folder again when a cleaner removed it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'regression-'));
    vi.stubEnv('TMPDIR', folder);
    const store = new UploadStore({ spillBytes: KB, memoryBytes: 10 * KB, diskBytes: 100 * KB });
    const first = await store.take(Readable.from([Buffer.alloc(2 * KB)]));
    rmSync(folder, { recursive: true });
    const second = await store.take(Readable.from([Buffer.alloc(2 * KB)]));
    first.dispose();
    second.dispose();
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
  ['a malformed header', 'no colon here\r\n\r\nx'],
])('a file that follows %s in the same chunk is freed', async (_what, part) => {
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

const key = 'dct_wire';
const videoBase64 = mp4.toString('base64');

test.each(['/v1/files', '/v1/jobs/lucy-2.5'])(
  'an upload to %s that outlasts a reset of its account is freed and not charged to its organisation',
  async (path) => {
    await using served = await serve({
      organisations: { team: {} },
      keys: { [key]: { organisation: 'team' } },
    });
    const account = served.mock.world.account(key);
    const team = account.organisation;
    const name = path === '/v1/files' ? 'file' : 'data';
    const body = multipart([{ ...clip, name }], `--${BOUNDARY}--\r\n`);
    using wire = await Wire.open(served.mock.url);
    await wire.write(head('POST', path, { 'Content-Type': multipartType, 'Content-Length': body.length }));
    await wire.write(body.subarray(0, -100));
    await expect.poll(() => served.mock.server.blobs.usage.memoryBytes).toBeGreaterThan(0);
    await served.mock.account(key).reset();
    await wire.write(body.subarray(-100));
    expect((await wire.answer()).status).toBe(200);
    expect(team.credits.reserved()).toBe(0);
    expect(served.mock.server.blobs.usage).toEqual({ memoryBytes: 0, diskBytes: 0 });
  },
);

test('a reset frees the uploads of snapshots that load concurrently', async () => {
  await using served = await serve();
  const { mock } = served;
  for (const [path, name] of [
    ['/v1/files', 'file'],
    ['/v1/jobs/lucy-2.5', 'data'],
  ] as const) {
    const headers = { 'x-api-key': key };
    const sent = await fetch(mock.url + path, { method: 'POST', headers, body: form({ [name]: videoBlob }) });
    expect(sent.status).toBe(200);
  }
  const saved = await mock.account(key).save();
  await Promise.all(Array.from({ length: 10 }, () => mock.account(key).load(saved)));
  expect(await mock.account(key).files()).toHaveLength(1);
  expect(await mock.account(key).jobs()).toHaveLength(1);
  await served.expectClean();
});

test('a snapshot whose second upload exceeds the store frees the first one', async () => {
  await using served = await serve();
  const saved = await served.mock.account(key).save();
  const upload = { filename: null, mime: 'video/mp4', kind: 'video', bytes: videoBase64 } as const;
  const plan = [{ status: 'pending', at: 0 }] as const;
  const input = { requestedModel: 'm', model: 'm', prompt: '', seed: 1, width: 16, height: 16, fps: 1 };
  const jobs = [{ id: 'j', submittedAt: saved.clock.now, plan: [...plan], input, upload, reference: upload }];
  const room = Math.floor(mp4.length * 1.5);
  await using small = await serve({ limits: { memoryBytes: room, spillBytes: room, diskBytes: 1 } });
  await expect(small.mock.account(key).load({ ...saved, jobs })).rejects.toMatchObject({ code: 'too_large' });
  await small.expectClean();
});
