import { expect, test } from 'vitest';
import { RuleReport } from '../../../conformance/suites/traffic/rule.js';
import { rules } from '../../../conformance/suites/traffic/rules/index.js';
import type { TracedCall, TracedSocket } from '../../../conformance/suites/traffic/trace.js';
import { traceOf } from './support.js';

/** How often the rules read the path or the credential of an item in a trace of `size` polls and `size` sessions. */
function readsFor(size: number): number {
  let reads = 0;
  const counted = <T extends { path: string }>(item: T): T => {
    const { path } = item;
    const credential = { kind: 'client-token', name: 'client-token-1', where: 'header' } as const;
    Object.defineProperty(item, 'path', { get: () => (reads++, path), enumerable: true });
    return Object.defineProperty(item, 'credential', { get: () => (reads++, credential), enumerable: true });
  };
  const minted = (n: number) => ({ apiKey: `<client-token-${n}>`, expiresAt: '2026-01-01T00:00:00Z' });
  const answers = (n: number): Partial<TracedCall> =>
    n % 4 === 0
      ? { method: 'POST', path: '/v1/client/tokens', answer: minted(n) }
      : { path: '/v1/jobs/one', answer: { status: n === size - 1 ? 'completed' : 'pending' } };
  const closed: Partial<TracedSocket> = { closed: { by: 'server', code: 1006 } };
  const trace = traceOf(
    Array.from({ length: size }, (_, n) => answers(n)),
    Array.from({ length: size }, (_, n) => ({
      ...closed,
      at: n * 10_000,
      endedAt: n * 10_000 + 5,
      model: `m${n}`,
    })),
  );
  trace.calls = trace.calls.map(counted);
  trace.connections = trace.connections.map(counted);
  for (const rule of rules) rule.evaluate(trace);
  return reads;
}

test('the rules read each call and connection a fixed number of times, however long the trace', () => {
  const [small, large] = [readsFor(200), readsFor(1600)];
  expect(large / small).toBeLessThan(8.5);
});

test('a finding is compared by key, not with every earlier finding', () => {
  const result = new RuleReport();
  let reads = 0;
  const add = (n: number) =>
    result.report({
      requirement: 'QUE-60',
      at: n,
      fix: '',
      get message() {
        reads++;
        return `finding ${n % 500}`;
      },
    });
  for (let n = 0; n < 5000; n++) add(n);
  expect(result.findings).toHaveLength(500);
  expect(result.findings[0]?.again).toHaveLength(9);
  expect(reads).toBeLessThan(5000 * 4);
});
