import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** A process of the bench, on a core of its own. */
export interface Process {
  readonly process: ChildProcess;
  /** Sends a message over the IPC channel and resolves with the next answer. */
  ask<Answer>(message: object): Promise<Answer>;
  stop(): Promise<void>;
}

/** A server under measurement. */
export interface Child extends Process {
  readonly port: number;
  /** Resident memory in MB as counted by the kernel, now and at its peak. */
  rss(): { now: number; peak: number };
}

/** The measured server runs on core 0, the clients on core 1. */
export type Core = 0 | 1;

/** Starts a command on a core. Its stdout is a pipe. */
export function launch(
  core: Core,
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Process {
  const child = spawn('taskset', ['-c', String(core), command, ...args], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env: { ...process.env, NODE_ENV: 'production', ...env },
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const failed = exited.then((code): never => {
    throw new Error(`${command} ${args.join(' ')} exited with ${code} before it answered.`);
  });
  failed.catch(() => undefined);
  return {
    process: child,
    ask<Answer>(message: object): Promise<Answer> {
      const answer = new Promise<Answer>((resolve) =>
        child.once('message', (message) => resolve(message as Answer)),
      );
      child.send(message);
      return Promise.race([answer, failed]);
    },
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

/** Starts a server and waits for its line of JSON with a `port` or `url`. */
export async function startChild(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Child> {
  const started = launch(0, command, args, env);
  const child = started.process;
  const { stdout } = child;
  if (!stdout) throw new Error(`${command} has no stdout.`);
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: stdout }).once('line', resolve);
    child.once('error', reject);
    child.once('exit', (code) =>
      reject(new Error(`${command} ${args.join(' ')} exited with ${code} before it was ready.`)),
    );
  });
  stdout.resume();
  const ready = JSON.parse(line) as { port?: number; url?: string };
  const port = ready.port ?? Number(new URL(ready.url ?? '').port);
  return { ...started, port, rss: () => memoryOf(child.pid ?? 0) };
}

function memoryOf(pid: number): { now: number; peak: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const read = (name: string): number =>
    Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0) / 1024;
  return { now: read('VmRSS'), peak: read('VmHWM') };
}

/** ms of CPU time that all threads of a process used so far, as counted by the kernel. */
export function cpuMs(pid: number): number {
  const nanoseconds = readdirSync(`/proc/${pid}/task`).map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
  );
  return nanoseconds.reduce((sum, each) => sum + each, 0) / 1e6;
}
