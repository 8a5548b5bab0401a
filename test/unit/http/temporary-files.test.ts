import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { UploadStore } from '../../../src/http/uploads/upload-store.js';
import { defaultLimits } from '../../../src/world/accounts/limits.js';
import type { StoredBlob } from '../../../src/world/files/blob.js';
import { reportSkip } from '../../support/report-skip.js';

const BYTES = 3_000_000;
const isPosix = process.platform !== 'win32';

let folder: string;
let store: UploadStore;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'temporary-files-'));
  vi.stubEnv('TMPDIR', folder);
  store = new UploadStore(defaultLimits);
});
afterEach(() => {
  // The next file of this worker may ask for the folder before its first test begins, at which Vitest undoes it.
  vi.unstubAllEnvs();
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

const take = (): Promise<StoredBlob> => store.take(Readable.from([Buffer.alloc(BYTES, 'x')]));

/** The only folder in the folder of temporary files. */
const own = (): string => {
  const [name = '', ...others] = readdirSync(folder);
  expect(others).toEqual([]);
  return name;
};

test.skipIf(reportSkip(isPosix ? undefined : 'Windows has no file modes'))(
  'a large upload is readable for its user alone',
  async () => {
    await take();
    const mode = (path: string): number => statSync(path).mode & 0o777;
    const path = join(folder, own());
    expect(mode(path).toString(8)).toBe('700');
    expect(readdirSync(path).map((name) => mode(join(path, name)).toString(8))).toEqual(['600']);
  },
);

test.each([
  ['its folder', (): string => join(folder, own())],
  ['the folder of all temporary files', (): string => folder],
])('an upload is stored after a cleaner removed %s', async (_what, removed) => {
  await take();
  rmSync(removed(), { recursive: true });
  const blobs = await Promise.all([take(), take()]);
  expect(blobs.map(({ size }) => size)).toEqual([BYTES, BYTES]);
  const hash = await blobs[0].sha256();
  expect(await blobs[1].sha256()).toBe(hash);
  store.close();
  expect(readdirSync(folder)).toEqual([]);
});

test('a start removes the files of processes that were killed, and no others', async () => {
  await take();
  const name = own();
  const of = (pid: number): string => name.replace(`-${process.pid}-`, `-${pid}-`);
  const { pid } = spawnSync(process.execPath, ['--version']);
  const [ended, parent] = [of(pid), of(process.ppid)];
  const elsewhere = ended.replace(/^decart-mock-\w{8}/, 'decart-mock-00000000');
  for (const one of [ended, parent, elsewhere]) {
    mkdirSync(join(folder, one));
    writeFileSync(join(folder, one, 'upload-1'), 'x');
  }
  await store.sweep();
  expect(readdirSync(folder).sort()).toEqual([elsewhere, name, parent].sort());
  expect(existsSync(join(folder, name, 'upload-1'))).toBe(true);
});

test('a start without a folder of temporary files removes nothing', async () => {
  rmSync(folder, { recursive: true });
  await store.sweep();
  expect(existsSync(folder)).toBe(false);
});
