import { spawn } from 'node:child_process';
import { cannotStart } from './cannot-start.js';
import { lines } from './stdio.js';

/** A program that was started to connect to the kit. */
export interface DiallingProgram {
  /** How it ended, once it has: whether with 0, and in words, with its last lines. */
  gone: Promise<{ ok: boolean; why: string }>;
  stop(): void;
}

const keptLines = 20;

/** Starts a program that connects to the kit, without a shell. Throws when there is no such program. */
export async function startDialling(
  [program, ...args]: readonly [string, ...string[]],
  url: string,
  onNoise: (line: string) => void,
): Promise<DiallingProgram> {
  const env = { ...process.env, KIT_ADAPTER_URL: url };
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
  const last: string[] = [];
  const take = (line: string) => {
    if (last.push(line) > keptLines) last.shift();
    onNoise(line);
  };
  lines(child.stdout, take);
  lines(child.stderr, take);
  const gone = new Promise<{ ok: boolean; why: string }>((resolve) => {
    child.once('close', (code, signal) => {
      const words = last.length > 0 ? ` Its last lines:\n${last.join('\n')}` : '';
      resolve({ ok: code === 0, why: `exited with ${signal ?? `code ${String(code)}`}.${words}` });
    });
  });
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (cause) => reject(cannotStart([program], cause)));
  });
  return { gone, stop: () => void child.kill('SIGKILL') };
}
