import { spawn } from 'node:child_process';
import { StringDecoder } from 'node:string_decoder';
import type { OpenTransport } from './transport.js';

export interface StdioOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
}

/** An adapter as a child process, without a shell: lines on its stdin and stdout, noise on its stderr. */
export function stdio(argv: readonly [string, ...string[]], options: StdioOptions = {}): OpenTransport {
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
    child.stdin.on('error', () => undefined); // EPIPE: 'close' tells the same, with the exit code
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', (cause) =>
        reject(new Error(`Cannot start "${argv.join(' ')}": ${cause.message}`, { cause })),
      );
    });
    return {
      send: (line) => void child.stdin.write(`${line}\n`),
      stop: async (graceMs) => {
        child.stdin.end();
        const force = setTimeout(() => child.kill('SIGTERM'), graceMs);
        const kill = setTimeout(() => child.kill('SIGKILL'), graceMs + 2000);
        await gone;
        clearTimeout(force);
        clearTimeout(kill);
      },
    };
  };
}

const longestLine = 8 * 1024 * 1024;

/** Calls back for each line. LF alone divides: a JSON text may hold U+2028, which readline takes for an end of line. */
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
    // What is longer than any line may be is cut there: it breaks the protocol, or is noise.
    if (length <= longestLine) rest.push(last);
  });
  stream.on('end', () => {
    const last = rest.join('');
    if (last !== '') onLine(last);
  });
}
