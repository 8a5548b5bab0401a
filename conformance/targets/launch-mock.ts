import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A mock server in a process of its own. The kit uses it by URL, like any other target. */
export interface LaunchedMock {
  url: string;
  stop(): Promise<void>;
}

export interface LaunchOptions {
  seed?: number;
  /** Catalogue date, like 2026-05-31. */
  asOf?: string;
}

/** Starts the mock server on a free port and waits for its URL. Throws when it does not print one within 20 s. */
export async function launchMock({ seed = 1, asOf }: LaunchOptions = {}): Promise<LaunchedMock> {
  const flags = [
    'start',
    '--port',
    '0',
    '--seed',
    String(seed),
    ...(asOf === undefined ? [] : ['--as-of', asOf]),
  ];
  const child = spawn(process.execPath, [...commandLine(), ...flags], { stdio: ['ignore', 'pipe', 'pipe'] });
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let output = '';
  const url = await new Promise<string>((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`The mock server ${why}. Its output:\n${output}`));
    const timer = setTimeout(() => fail('did not start within 20 s'), 20_000);
    const take = (chunk: Buffer) => {
      output += chunk.toString('utf8');
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0];
      if (found === undefined) return;
      clearTimeout(timer);
      resolve(found);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.once('error', (cause) => fail(`cannot be started: ${cause.message}`));
    child.once('close', (code) => fail(`exited with code ${String(code)}`));
  }).catch((fault: unknown) => {
    child.kill();
    throw fault;
  });
  return {
    url,
    stop: async () => {
      child.kill('SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), 5000);
      await gone;
      clearTimeout(force);
    },
  };
}

/** Node's arguments that run this package: as built, or from its sources during development. */
function commandLine(): string[] {
  for (
    let folder = dirname(fileURLToPath(import.meta.url));
    dirname(folder) !== folder;
    folder = dirname(folder)
  ) {
    const source = join(folder, 'src', 'cli', 'main.ts');
    if (existsSync(source)) return ['--import', import.meta.resolve('tsx'), source];
    const built = join(folder, 'dist', 'cli', 'main.js');
    if (existsSync(built)) return [built];
    const beside = join(folder, 'cli', 'main.js');
    if (existsSync(beside)) return [beside];
  }
  throw new Error('The command line of decart-mock is not in this package. Pass --url instead.');
}
