import { execFileSync, spawn } from 'node:child_process';

/** Throws when a tool of the bench is missing, and names the packages to install. */
export function requireTools(): void {
  for (const tool of ['wrk', 'taskset']) {
    try {
      execFileSync('which', [tool], { stdio: 'ignore' });
    } catch {
      throw new Error(`The bench needs ${tool}: apt-get install wrk util-linux.`);
    }
  }
}

export interface Load {
  readonly url: string;
  readonly connections: number;
  readonly seconds: number;
  /** A Lua script for wrk, for requests other than a plain GET. */
  readonly script?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Requests per second that a server answers to wrk on core 1. Throws on an answer other than 2xx. */
export async function requestsPerSecond({
  url,
  connections,
  seconds,
  script,
  headers = {},
}: Load): Promise<number> {
  const args = ['-c', '1', 'wrk', '-t1', `-c${connections}`, `-d${seconds}s`];
  for (const [name, value] of Object.entries(headers)) args.push('-H', `${name}: ${value}`);
  if (script !== undefined) args.push('-s', script);
  const output = await run('taskset', [...args, url]);
  if (/Non-2xx or 3xx responses: (\d+)/.test(output)) throw new Error(`${url} answered errors:\n${output}`);
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(output)?.[1]);
}

async function run(command: string, args: readonly string[]): Promise<string> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (text: Buffer) => (output += text.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} exited with ${code}:\n${output}`);
  return output;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2
    ? (sorted[middle] ?? NaN)
    : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}
