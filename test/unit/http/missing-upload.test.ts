import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { form, serve, videoBlob, type Served } from './support/serve.js';

/** A cleaner of the system removes the temporary files of uploads while the server runs. */

const KEY = 'dct_cleaned';
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'missing-upload-'));
  vi.stubEnv('TMPDIR', folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

const clean = (): void => {
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
};

const ask = ({ mock }: Served, path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(mock.url + path, { ...init, headers: { 'x-api-key': KEY, ...(init.headers as object) } });

async function completedJob(served: Served): Promise<string> {
  const body = form({ data: videoBlob, prompt: 'a' });
  const answer = await ask(served, '/v1/jobs/lucy-2.5', { method: 'POST', body });
  expect(answer.status).toBe(200);
  const { job_id: id } = (await answer.json()) as { job_id: string };
  await served.mock.account(KEY).clock.advance('10m');
  return `/v1/jobs/${id}/content`;
}

describe('content whose upload was removed', () => {
  test.each([
    ['whole', 'echo', {}],
    ['as a range', 'echo', { headers: { range: 'bytes=5-' } }],
    ['to be transformed', 'transform', {}],
  ] as const)('asked for %s is a 404 that the journal explains', async (_how, render, init) => {
    await using served = await serve({ render, limits: { spillBytes: 1 } });
    const path = await completedJob(served);
    expect([200, 206]).toContain((await ask(served, path, init)).status);
    clean();
    const answer = await ask(served, path, init);
    expect([answer.status, await answer.json()]).toEqual([404, { detail: 'File not found' }]);
    const [entry] = await served.mock.account(KEY).journal.find({ error: 'file_not_found' });
    expect(entry?.advice).toMatch(/temporary file of the upload was removed.*limits\.spillBytes/);
  });
});

test('a snapshot of it is refused with 410, and the account can be reset', async () => {
  await using served = await serve({ render: 'echo', limits: { spillBytes: 1 } });
  await completedJob(served);
  clean();
  const answer = await ask(served, '/_mock/snapshot');
  expect([answer.status, await answer.json()]).toMatchObject([410, { error: { code: 'upload_missing' } }]);
  expect((await ask(served, '/_mock/reset', { method: 'POST' })).status).toBe(200);
});

test('a file reference to it can be looked up and deleted', async () => {
  await using served = await serve({ limits: { spillBytes: 1 } });
  const answer = await ask(served, '/v1/files', { method: 'POST', body: form({ file: videoBlob }) });
  const { id } = (await answer.json()) as { id: string };
  clean();
  expect((await ask(served, `/v1/files/${id}`)).status).toBe(200);
  expect((await ask(served, `/v1/files/${id}`, { method: 'DELETE' })).status).toBe(204);
});
