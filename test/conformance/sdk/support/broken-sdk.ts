import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** One change to a file of the SDK. */
export interface Patch {
  file: string;
  from: string;
  to: string;
}

/** A copy of the newest JS SDK in a folder of its own, with one thing broken. */
export class BrokenSdk implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), 'broken-sdk-'));
  /** Folder of the package. */
  readonly path = join(this.#folder, 'sdk');

  constructor({ file, from, to }: Patch) {
    cpSync(resolve('node_modules/sdk-0.1.20'), this.path, { recursive: true, dereference: true });
    symlinkSync(resolve('node_modules'), join(this.#folder, 'node_modules'));
    const target = join(this.path, 'dist', file);
    const text = readFileSync(target, 'utf8');
    if (!text.includes(from)) throw new Error(`${file} of the SDK has no "${from}" to break.`);
    writeFileSync(target, text.replace(from, to));
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
