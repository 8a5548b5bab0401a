import { spawn } from 'node:child_process';
import { StringDecoder } from 'node:string_decoder';
import { cannotStart } from './cannot-start.js';
import { defaultTimeouts } from '../engine/timeouts.js';
import type { OpenTransport } from './transport.js';

export interface StdioOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** From SIGTERM to SIGKILL. */
  killMs?: number;
}

/** An adapter as a child process, without a shell: lines on its stdin and stdout, noise on its stderr. */
export function stdio(
  argv: readonly [string, ...string[]],
  { killMs = defaultTimeouts.killMs, ...options }: StdioOptions = {},
): OpenTransport {
  return async (events) => {
    const [program, ...args] = argv;
    const child = spawn(program, args, { stdio: 'pipe', shell: false, ...options });
    const gone = new Promise<void>((resolve) => {
      child.once('close', (code, signal) => {
        resolve();
        events.onGone(`exited with ${signal ?? `code ${String(code)}`}`);
      });
    });
    lines(child.stdout, (line) => events.onLine(line));
    lines(child.stderr, (line) => events.onNoise(line));
    child.stdin.on('error', () => undefined); // EPIPE: 'close' follows, with the exit code
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', (cause) => reject(cannotStart(argv, cause)));
    });
    return {
      send: (line) => void child.stdin.write(`${line}\n`),
      stop: async (graceMs) => {
        child.stdin.end();
        const force = setTimeout(() => child.kill('SIGTERM'), graceMs);
        const kill = setTimeout(() => child.kill('SIGKILL'), graceMs + killMs);
        await gone;
        clearTimeout(force);
        clearTimeout(kill);
      },
    };
  };
}

const maxLineLength = 8 * 1024 * 1024;

/** Calls back for each line. Only LF ends a line: JSON may contain U+2028, where readline splits. */
export function lines(stream: NodeJS.ReadableStream, onLine: (line: string) => void): void {
  const decoder = new StringDecoder('utf8');
  let rest: string[] = [];
  let length = 0;
  stream.on('data', (chunk: Buffer) => {
    const parts = decoder.write(chunk).split('\n');
    for (const part of parts.slice(0, -1)) {
      onLine([...rest, part].join('').replace(/\r$/, ''));
      rest = [];
      length = 0;
    }
    const last = parts.at(-1) ?? '';
    length += last.length;
    // Cuts what is longer than any line of the protocol.
    if (length <= maxLineLength) rest.push(last);
  });
  stream.on('end', () => {
    const last = rest.join('');
    if (last !== '') onLine(last);
  });
}
