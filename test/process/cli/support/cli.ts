import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { bundleCli } from '../../../../scripts/build/bundle-cli.js';
import { transpileLibrary } from '../../../../scripts/build/transpile-library.js';

/** What the command line leaves behind. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CallOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** The line that `--json` prints. */
export interface ReadyLine {
  readonly url: string;
  readonly realtimeUrl: string;
  readonly controlUrl: string;
  readonly key: string;
  readonly seed: string;
  readonly clock: string;
  readonly catalogue: string;
  readonly realtimeRenderer: string;
  readonly rendererReason: string;
  readonly config: string | null;
  readonly controlToken: string | null;
  readonly pid: number;
}

/** A command line under way. */
export class Running {
  stdout = '';
  stderr = '';
  readonly finished: Promise<Finished>;

  constructor(readonly child: ChildProcess) {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.stdout += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.stderr += text));
    this.finished = new Promise((resolve) =>
      child.once('close', (code) => resolve({ code, stdout: this.stdout, stderr: this.stderr })),
    );
  }

  /** Resolves once what was written so far satisfies `seen`. */
  async until(seen: (running: this) => boolean): Promise<void> {
    if (seen(this)) return;
    await new Promise<void>((resolve, reject) => {
      const look = (): void => void (seen(this) && resolve());
      this.child.stdout?.on('data', look);
      this.child.stderr?.on('data', look);
      void this.finished.then(({ code }) => reject(new Error(`left with ${String(code)}: ${this.stderr}`)));
    });
  }

  async ready(): Promise<ReadyLine> {
    await this.until(({ stdout }) => stdout.includes('\n'));
    return JSON.parse(this.stdout) as ReadyLine;
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Finished> {
    this.child.kill(signal);
    return this.finished;
  }
}

/** In the project, so that what is bundled there finds its packages; a fresh clone has no such folder. */
const scratch = fileURLToPath(new URL('../../../../tmp', import.meta.url));
mkdirSync(scratch, { recursive: true });

/** The built command line, bundled anew for these tests, with a folder to run it in. */
export class Cli {
  readonly #home = mkdtempSync(join(scratch, 'cli-test-'));
  readonly #running = new Set<Running>();
  readonly #folders: string[] = [];

  /** Path of the built command line. */
  get main(): string {
    return join(this.#home, 'cli/main.js');
  }

  /** A folder without a config file. */
  folder(): string {
    const folder = mkdtempSync(join(tmpdir(), 'decart-mock-'));
    this.#folders.push(folder);
    return folder;
  }

  /** With the kit, which is no part of the bundle, it takes longer. */
  async build({ withKit = false } = {}): Promise<void> {
    await bundleCli(join(this.#home, 'cli'));
    if (withKit) await transpileLibrary(this.#home);
  }

  spawn(args: readonly string[], { env, cwd }: CallOptions = {}): Running {
    const { PATH = '' } = process.env;
    const child = spawn(process.execPath, [this.main, ...args], {
      cwd: cwd ?? this.#home,
      env: { PATH, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const running = new Running(child);
    this.#running.add(running);
    void running.finished.then(() => this.#running.delete(running));
    return running;
  }

  run(args: readonly string[], options?: CallOptions): Promise<Finished> {
    return this.spawn(args, options).finished;
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.#running].map((running) => running.stop('SIGKILL')));
  }

  async dispose(): Promise<void> {
    await this.stopAll();
    for (const folder of [this.#home, ...this.#folders]) rmSync(folder, { recursive: true, maxRetries: 5 });
  }
}

/** For a test file: built before its tests, nothing left after them. */
export function useCli(options: { withKit?: boolean } = {}): Cli {
  const cli = new Cli();
  beforeAll(() => cli.build(options));
  afterEach(() => cli.stopAll());
  afterAll(() => cli.dispose());
  return cli;
}
