import { expect, test } from 'vitest';
import {
  BOUNDARY,
  clip,
  form,
  mp4,
  multipart,
  multipartType,
  serve,
  videoBlob,
} from '../unit/http/support/serve.js';
import { head, Wire } from '../unit/http/support/wire.js';

const key = 'dct_wire';
const videoBase64 = mp4.toString('base64');

test.each(['/v1/files', '/v1/jobs/lucy-2.5'])(
  'what was uploaded to %s while its account was reset was kept for ever, and charged to whom it shared with',
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

test('snapshots that were loaded at once left uploads behind that no reset let go', async () => {
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

test('a snapshot whose second upload found no room kept the first one for ever', async () => {
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
