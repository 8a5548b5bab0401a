import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { hostTime } from '../world/time/host-time.js';

/** How often the parents are checked, in host ms. */
const INTERVAL_MS = 500;

const SHELLS: ReadonlySet<string> = new Set(['sh', 'dash', 'bash', 'ash', 'zsh', 'busybox']);

/** A process as the system lists it. */
export interface ProcessEntry {
  readonly parent: number;
  readonly name: string;
}

/** Undefined for a process that does not exist, or that the system does not list. */
export type FindProcess = (pid: number) => ProcessEntry | undefined;

/** Our parent, and the parent of that where ours is the shell in which npm runs its commands. */
export type NpmChain = readonly [parent: number, npm?: number];

/**
 * Calls `stop` once the npm or npx that started this process has ended. npm runs a command in a shell; when npm is
 * killed, or passes a signal on to that shell, the command survives and keeps its port.
 */
export function stopWithNpm(stop: () => void, env: NodeJS.ProcessEnv = process.env): void {
  const chain = npmChain(env, process.ppid, findProcess);
  if (chain === undefined) return;
  const check = (): void => {
    if (isIntact(chain)) hostTime.after(INTERVAL_MS, check);
    else stop();
  };
  check();
}

/** Undefined outside npm, and for an npm script that starts processes in the background: those are meant to survive. */
export function npmChain(env: NodeJS.ProcessEnv, parent: number, find: FindProcess): NpmChain | undefined {
  const isUnderNpm = env['npm_execpath'] !== undefined || env['npm_command'] !== undefined;
  if (!isUnderNpm || parent <= 1 || runsInBackground(env['npm_lifecycle_script'] ?? '')) return undefined;
  const entry = find(parent);
  return entry && SHELLS.has(entry.name) && entry.parent > 1 ? [parent, entry.parent] : [parent];
}

/** Whether a shell script has the operator `&` outside quotes; not `&&`, `>&` or `&>`. */
const runsInBackground = (script: string): boolean =>
  /(?<![&>\\])&(?![&>])/.test(script.replace(/'[^']*'|"[^"]*"/g, ''));

function isIntact([parent, npm]: NpmChain): boolean {
  if (process.ppid !== parent) return false;
  // /proc also shows when npm was killed and is not reaped yet, but elsewhere `ps` costs too much for each check.
  if (npm === undefined) return true;
  return process.platform === 'linux' ? findProcess(parent)?.parent === npm : isAlive(npm);
}

function findProcess(pid: number): ProcessEntry | undefined {
  try {
    return process.platform === 'linux' ? fromProc(pid) : fromPs(pid);
  } catch {
    return undefined; // it has ended, or this system has no `ps`
  }
}

function fromProc(pid: number): ProcessEntry {
  const [, name = '', parent] = /\((.*)\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
  return { name, parent: Number(parent) };
}

function fromPs(pid: number): ProcessEntry {
  const line = execFileSync('ps', ['-o', 'ppid=,comm=', '-p', String(pid)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [parent, command = ''] = line.trim().split(/\s+(.*)/s);
  return { name: command.replace(/^.*\//, ''), parent: Number(parent) };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
