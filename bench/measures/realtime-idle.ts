import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Child } from '../lib/child.js';
import { median } from '../lib/load.js';
import { startBareWs, startClients, startOursMeasured } from '../lib/peers.js';

const PATH = '/v1/stream?api_key=dct_bench&model=lucy-2.5';
/** Files that a process has open besides its sockets. */
const OTHER_FILES = 500;
/** Sockets that are opened and closed first, so that code is loaded and compiled. */
const WARM_UP = 1_000;

interface Use {
  /** µs until the request, and until the answer. */
  readonly cpuBefore: number;
  readonly cpuAfter: number;
  readonly rss: number;
  readonly heapUsed: number;
  readonly external: number;
}

export interface IdleRow {
  readonly name: string;
  /** ms until the first socket is open; includes loading the realtime part. */
  readonly firstMs: number;
  /** Sockets per second. */
  readonly rate: number;
  /** CPU of the server, µs per socket: hardly affected by other load on the machine. */
  readonly cpu: number;
  /** Bytes per socket. */
  readonly rss: number;
  readonly heap: number;
}

/** Idle control sockets in one process: the cost of each, and the rate of opening. Median of interleaved rounds. */
export async function idleSockets(count: number, rounds: number): Promise<IdleRow[]> {
  requireFiles(count + OTHER_FILES);
  const contenders = [
    { name: 'ws alone', start: startBareWs },
    { name: 'decart-mock', start: () => startOursMeasured() },
  ].map((one) => ({ ...one, seen: [] as Omit<IdleRow, 'name'>[] }));
  for (let round = 0; round < rounds; round++)
    for (const { start, seen } of contenders) seen.push(await once(start, count));
  return contenders.map(({ name, seen }) => {
    const middle = (field: keyof Omit<IdleRow, 'name'>): number => median(seen.map((one) => one[field]));
    return {
      name,
      firstMs: middle('firstMs'),
      rate: middle('rate'),
      cpu: middle('cpu'),
      rss: middle('rss'),
      heap: middle('heap'),
    };
  });
}

async function once(start: () => Promise<Child>, count: number): Promise<Omit<IdleRow, 'name'>> {
  const server = await start();
  const clients = startClients('idle', [String(server.port), PATH]);
  try {
    const open = (more: number) => clients.ask<{ ms: number }>({ open: more });
    const { ms: firstMs } = await open(1);
    await open(WARM_UP);
    await clients.ask({ close: true });
    await pause(500);
    const before = await server.ask<Use>({ use: true });
    const { ms } = await open(count);
    await pause(200);
    const after = await server.ask<Use>({ use: true });
    return {
      firstMs,
      rate: (count / ms) * 1_000,
      cpu: (after.cpuBefore - before.cpuAfter) / count,
      rss: (after.rss - before.rss) / count,
      heap: (after.heapUsed + after.external - before.heapUsed - before.external) / count,
    };
  } finally {
    await Promise.all([clients.stop(), server.stop()]);
  }
}

/** Node raises the soft limit on open files to the hard one by itself. */
function requireFiles(needed: number): void {
  const limits = readFileSync('/proc/self/limits', 'utf8');
  const hard = /Max open files\s+\S+\s+(\S+)/.exec(limits)?.[1] ?? 'unlimited';
  if (hard !== 'unlimited' && Number(hard) < needed)
    throw new Error(
      `This needs ${needed} open files per process, and the limit is ${hard}. Run "ulimit -Hn ${needed}" as root first.`,
    );
}
