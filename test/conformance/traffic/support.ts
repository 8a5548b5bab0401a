import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { Run } from '../../../conformance/engine/run.js';
import { loadRequirements } from '../../../conformance/requirements/load.js';
import { isJudged } from '../../../conformance/engine/verdict.js';
import { judgeTrace } from '../../../conformance/suites/traffic/judge.js';
import type { TracedCall, TracedSocket, Trace } from '../../../conformance/suites/traffic/trace.js';

export const requirements = loadRequirements();

export const judge = (trace: Trace, strict = false): Run =>
  judgeTrace(trace, { requirements, version: '0', strict });

/** Verdict, requirement and message of every check that was judged and did not pass. */
export const findings = (run: Run): string[] =>
  run.results.flatMap(({ checks }) =>
    checks
      .filter((check) => check.verdict !== 'pass' && isJudged(check))
      .map(({ verdict, requirement, message }) => `${verdict} ${requirement} ${message ?? ''}`),
  );

/** A trace of calls and connections that a test writes itself; what it leaves out is harmless. */
export function traceOf(calls: Partial<TracedCall>[], connections: Partial<TracedSocket>[] = []): Trace {
  return {
    source: 'a test',
    kind: 'recording',
    calls: calls.map((call, index) => {
      const at = call.at ?? index * 10_000;
      return {
        n: index + 1,
        method: 'GET',
        path: '/',
        status: 200,
        ...call,
        at,
        endedAt: call.endedAt ?? at + 10,
      };
    }),
    connections: connections.map((connection, index) => {
      const at = connection.at ?? index * 10_000;
      return { n: 100 + index, path: '/v1/stream', messages: [], ...connection, at };
    }),
  };
}

/** Runs the script of a third party, as it is, against a server. */
export function runScript(name: string, url: string, key: string): Promise<string> {
  const env = { PATH: process.env['PATH'] ?? '', DECART_BASE_URL: url, DECART_API_KEY: key };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [join(import.meta.dirname, name)], { env }, (fault, out, err) =>
      fault ? reject(new Error(err, { cause: fault })) : resolve(out),
    );
  });
}
