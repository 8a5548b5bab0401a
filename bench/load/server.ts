import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { cpuMs } from '../lib/child.js';
import { main } from '../lib/peers.js';

/** What the server says of itself: bytes, and ms of delay of its event loop since the last report. */
export interface Report {
  readonly loop: { readonly p50: number; readonly p99: number; readonly max: number };
  /** Resident memory before the collection of garbage, and after it. */
  readonly rssAsIs: number;
  readonly rss: number;
  readonly heapUsed: number;
  readonly external: number;
}

/** A mock server with default options in a process of its own, on a free port of loopback. */
export interface LoadedServer {
  readonly port: number;
  /** What it printed about itself that is a defect: internal errors, unhandled rejections, warnings of leaks. */
  readonly defects: readonly string[];
  /** Undefined while it runs. */
  readonly ended: () => string | undefined;
  readonly cpuMs: () => number;
  readonly descriptors: () => number;
  readonly report: () => Promise<Report>;
  readonly stop: () => Promise<void>;
}

const DEFECT = /Internal error|Unhandled|MaxListenersExceeded|heap out of memory| {4}at .*app\.cjs/;
const REPORT_MS = 30_000;

const observer = fileURLToPath(new URL('observe.mjs', import.meta.url));

/** Starts the command line; `built` is the `main.js` of a build. @throws Error when it exits before it listens */
export async function startLoaded(built = main): Promise<LoadedServer> {
  const args = ['--expose-gc', '--import', observer, built, 'start', '--json', '--port', '0'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const { stdout, stderr } = child;
  if (!stdout || !stderr) throw new Error('The server has no output.');
  const defects: string[] = [];
  createInterface({ input: stderr }).on('line', (line) => {
    if (DEFECT.test(line) && defects.length < 100) defects.push(line);
  });
  let ended: string | undefined;
  const exited = new Promise<void>((resolve) =>
    child.once('exit', (code, signal) => {
      ended = `exit code ${code ?? 'none'}, signal ${signal ?? 'none'}`;
      resolve();
    }),
  );
  const ready = new Promise<string>((resolve) => createInterface({ input: stdout }).once('line', resolve));
  const line = await Promise.race([ready, exited.then(() => undefined)]);
  if (line === undefined) throw new Error(`The server ended before it listened: ${ended ?? ''}.`);
  const pid = child.pid ?? 0;
  return {
    port: Number(new URL((JSON.parse(line) as { url: string }).url).port),
    defects,
    ended: () => ended,
    cpuMs: () => (ended === undefined ? cpuMs(pid) : NaN),
    descriptors: () => (ended === undefined ? readdirSync(`/proc/${pid}/fd`).length : NaN),
    report: () =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error('The server did not report.')), REPORT_MS);
        child.once('message', (report) => {
          clearTimeout(timer);
          resolve(report as Report);
        });
        child.send({});
      }),
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
