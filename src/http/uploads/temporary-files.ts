import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readlinkSync, rmSync } from 'node:fs';
import { lstat, open, readdir, rm, type FileHandle } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Temporary files in folders that name their process: `decart-mock-<host>-<pid>-<random>`. They are not unlinked while
 * open: each upload would hold a descriptor, and `diskBytes` has room for thousands, which sockets need.
 */
const PREFIX = 'decart-mock';

/** A file that was just created, open for writing. */
export interface TemporaryFile {
  readonly path: string;
  readonly file: FileHandle;
}

/** The temporary files of one mock server. */
export class TemporaryFiles {
  readonly #folders: string[] = [];
  #count = 0;

  /** Creates a file that only this user can read. A folder that a cleaner of the system removed is created again. */
  async create(): Promise<TemporaryFile> {
    const folder = this.#folders.at(-1) ?? this.#newFolder();
    try {
      return await this.#open(folder);
    } catch (error) {
      if (!isMissing(error)) throw error;
      // Another upload may have noticed it before.
      const latest = this.#folders.at(-1);
      return this.#open(latest === undefined || latest === folder ? this.#newFolder() : latest);
    }
  }

  /** Removes all of them. */
  close(): void {
    for (const folder of this.#folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  }

  async #open(folder: string): Promise<TemporaryFile> {
    const path = join(folder, `upload-${++this.#count}`);
    return { path, file: await open(path, 'wx', 0o600) };
  }

  #newFolder(): string {
    mkdirSync(tmpdir(), { recursive: true });
    const folder = mkdtempSync(join(tmpdir(), `${PREFIX}-${processSpace()}-${process.pid}-`));
    this.#folders.push(folder);
    return folder;
  }
}

/**
 * Removes folders of processes of this user and machine that have ended. A folder whose process id was taken by another
 * process stays until that has ended too.
 */
export async function sweepTemporaryFiles(): Promise<void> {
  const own = new RegExp(`^${PREFIX}-${processSpace()}-(\\d+)-`);
  for (const name of await readdir(tmpdir()).catch(ignoreMissing)) {
    const pid = own.exec(name)?.[1];
    if (pid === undefined || isRunning(Number(pid))) continue;
    const folder = join(tmpdir(), name);
    const found = await lstat(folder).catch(ignoreMissing);
    if (!('uid' in found) || !found.isDirectory() || found.uid !== (process.getuid?.() ?? found.uid))
      continue;
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Names the machine, or the container, within which a process id names one process. Containers may share a folder of
 * temporary files, and each has a process 1.
 */
function processSpace(): string {
  let space = hostname();
  try {
    space += readlinkSync('/proc/self/ns/pid');
  } catch {
    // Only Linux has it, and only Linux needs it.
  }
  return createHash('sha256').update(space).digest('hex').slice(0, 8);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: a process of another user.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

const ignoreMissing = (error: unknown): [] => {
  if (!isMissing(error)) throw error;
  return [];
};
