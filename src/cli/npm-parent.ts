import { readFileSync } from 'node:fs';
import { hostTime } from '../world/time/host-time.js';

/** How often the parents are checked, in host ms. */
const INTERVAL_MS = 500;

/** npm as the system lists it: by the title that it gives itself, or run by node. */
const PACKAGE_MANAGER = /^(?:\S*node )?(?:\S*\/)?(?:npm|npx|pnpm|yarn)(?:-cli)?(?:\.c?js)?(?: |$)/;

/** A process as the system lists it. */
export interface ProcessEntry {
  readonly parent: number;
  /** Its process group. */
  readonly group: number;
  /** Its command line, joined by spaces. */
  readonly command: string;
}

/** Undefined for a process that does not exist, or that the system does not list. */
export type FindProcess = (pid: number) => ProcessEntry | undefined;

/** Our parent, and npm where our parent is the shell in which npm runs its commands. */
export type NpmChain = readonly [parent: number, npm?: number];

/**
 * Calls `stop` once the npm or npx that started this process has ended. npm runs a command in a shell; when npm is
 * killed, or passes a signal on to that shell, the command survives and keeps its port.
 */
export function stopWithNpm(stop: () => void, env: NodeJS.ProcessEnv = process.env): void {
  const chain = npmChain(env, process.pid, findProcess);
  if (chain === undefined) return;
  const check = (): void => {
    if (isIntact(chain)) hostTime.after(INTERVAL_MS, check);
    else stop();
  };
  check();
}

/**
 * The chain from npm to the process `pid`. Undefined unless npm itself runs it: outside npm; for a child of a script or
 * program that npm runs, which may end before it; in another process group; and where the npm script has an `&`.
 * A process that is started in one of these ways is meant to survive.
 */
export function npmChain(env: NodeJS.ProcessEnv, pid: number, find: FindProcess): NpmChain | undefined {
  const script = env['npm_lifecycle_script'];
  if (script === undefined || runsInBackground(script)) return undefined;
  const own = find(pid);
  const parent = own && find(own.parent);
  if (!parent || parent.group !== own.group) return undefined;
  if (PACKAGE_MANAGER.test(parent.command)) return [own.parent];
  const inShell = /^\S+ -c (.*)/s.exec(parent.command)?.[1];
  if (!inShell?.startsWith(script)) return undefined;
  return parent.parent > 1 ? [own.parent, parent.parent] : [own.parent];
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
  const [, parent, group] = /\) \S (\d+) (\d+) [^)]*$/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
  const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replace(/\0+$/, '').replaceAll('\0', ' ');
  return { parent: Number(parent), group: Number(group), command };
}

function fromPs(pid: number): ProcessEntry {
  const { execFileSync } = process.getBuiltinModule('node:child_process'); // most starts do not need it
  const line = execFileSync('ps', ['-o', 'ppid=,pgid=,args=', '-p', String(pid)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [, parent, group, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*?)\s*$/s.exec(line) ?? [];
  return { parent: Number(parent), group: Number(group), command };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
