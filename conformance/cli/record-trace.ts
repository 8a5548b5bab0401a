import { styleText } from 'node:util';
import { UsageError } from '../engine/filter.js';
import { record } from '../suites/traffic/record.js';
import type { Trace, TracedCall, TracedSocket } from '../suites/traffic/trace.js';
import type { CommandIo } from './command-io.js';
import { listenError } from './listen-error.js';

interface RecordTraceOptions {
  listen: number;
  quiet: boolean;
  /** Until Ctrl-C by default. */
  seconds?: number;
}

/** Records the traffic of clients through a proxy. Throws UsageError. */
export async function recordTrace(
  io: CommandIo,
  target: string,
  { listen, quiet, seconds }: RecordTraceOptions,
): Promise<Trace> {
  if (!URL.canParse(target) || !/^https?:$/.test(new URL(target).protocol))
    throw new UsageError(`"${target}" is not an http or https URL. Example: --target http://127.0.0.1:8787`);
  if (!Number.isInteger(listen) || listen > 65_535)
    throw new UsageError(`--listen ${listen} must be a port, from 0 to 65535.`);
  const print = (line: string) => {
    if (!quiet) io.out(line);
  };
  const recording = await record(target, {
    port: listen,
    onCall: (call) => print(callLine(call)),
    onConnection: (connection) => print(connectionLine(connection)),
  }).catch((cause: unknown) => {
    const why = listenError(cause, listen);
    throw why === undefined ? cause : new UsageError(why, { cause });
  });
  io.out(
    `Recording. Point the client at ${recording.url} (realtime: ${recording.url.replace('http', 'ws')}).`,
  );
  io.out(
    seconds === undefined ? 'Press Ctrl-C to stop and judge the recording.' : `Stops after ${seconds} s.`,
  );
  await ended(seconds);
  await recording.close();
  return recording.trace();
}

/** Ctrl-C, SIGTERM, or the end of the given time. */
function ended(seconds: number | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = seconds === undefined ? undefined : setTimeout(done, seconds * 1000);
    function done() {
      clearTimeout(timer);
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, done);
      resolve();
    }
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, done);
  });
}

function callLine(call: TracedCall): string {
  const status = styleText(call.status >= 400 || call.status === 0 ? 'yellow' : 'green', String(call.status));
  return `${status} ${call.method} ${call.path} ${styleText('gray', `${call.endedAt - call.at} ms`)}`;
}

function connectionLine({ refused, path, at, endedAt = at, closed }: TracedSocket): string {
  const status = styleText(refused === undefined ? 'green' : 'yellow', String(refused ?? 101));
  const end = closed ? `closed by the ${closed.by} with ${closed.code} after ` : '';
  return `${status} GET ${path.split('?')[0] ?? ''} ${styleText('gray', `${end}${endedAt - at} ms`)}`;
}
