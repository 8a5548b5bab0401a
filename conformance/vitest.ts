import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applyBaseline, parseBaseline } from './engine/baseline.js';
import { contractGuard, findContract } from './engine/contract-guard.js';
import type { Case } from './engine/define-case.js';
import { discover } from './targets/discover.js';
import { select, type Selection } from './engine/filter.js';
import { inapplicable } from './engine/applicability.js';
import type { Permissions } from './engine/cost.js';
import { isSkipped } from './engine/verdict.js';
import type { CaseResult } from './engine/case-result.js';
import { runCase } from './engine/run-case.js';
import type { WireGuard } from './engine/wire-guard.js';
import type { Target } from './targets/target.js';
import { calibrate } from './engine/timing.js';
import { loadRequirements } from './requirements/load.js';
import { serverCases } from './suites/server/index.js';

declare module 'vitest' {
  interface TaskMeta {
    /** The result of a case. */
    kit?: CaseResult;
  }
}

export interface ConformanceOptions extends Selection {
  /** Base URL, or a function that returns it once the tests run: `() => mock.url`. */
  url: string | (() => string | Promise<string>);
  /** Key of a service that bills. */
  key?: string;
  seed?: number;
  /** Text of a baseline file. */
  baseline?: string;
  /** What the run may do to a service that bills. Loopback targets are free. */
  allow?: Permissions['allow'];
  /** Your own cases, instead of the kit's or with them. */
  cases?: readonly Case[];
}

interface RunContext {
  target: Target;
  jitterMs: number;
  guard?: WireGuard;
}

/**
 * Registers every case as a vitest test: one `describe.concurrent` for each area, one test for each case. A test fails
 * when the verdict is red, and is skipped, with the reason, when the case does not apply.
 */
export function conformance(options: ConformanceOptions): void {
  const requirements = loadRequirements();
  const cases = select(options.cases ?? serverCases, options);
  const baseline = options.baseline === undefined ? [] : parseBaseline(options.baseline);
  let context: RunContext;
  beforeAll(async () => (context = await prepare(options)), 30_000);
  const seen: CaseResult[] = [];
  const excused = (results: CaseResult[]) =>
    applyBaseline(results, baseline, {
      known: serverCases.concat(cases).map(({ id }) => id),
      target: context.target.name,
      today: new Date().toISOString().slice(0, 10),
    });
  for (const area of new Set(cases.map((each) => each.area))) {
    describe.concurrent(area, () => {
      for (const each of cases.filter((other) => other.area === area)) {
        test(each.id, { timeout: each.deadlineMs + 10_000 }, async ({ task, skip, annotate }) => {
          const { target, jitterMs, guard } = context;
          const reason = inapplicable(each, target, { allow: options.allow ?? [] });
          if (reason !== undefined) skip(reason);
          const seed = options.seed ?? 1;
          const raw = await runCase(each, target, {
            requirements,
            seed,
            jitterMs,
            ...(guard ? { guard } : {}),
          });
          seen.push(raw);
          const result = excused([raw]).results[0] ?? raw;
          task.meta.kit = result;
          if (isSkipped(result.verdict)) skip(result.reason);
          if (result.red) for (const { curl } of result.trace.slice(-3)) await annotate(curl, 'reproduce');
          expect(result.red, explain(result)).toBe(false);
        });
      }
    });
  }
  afterAll(() => {
    if (seen.every(({ checks }) => checks.length === 0))
      throw new Error('No check ran, so this proves nothing.');
    const { problems } = excused(seen);
    if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join('\n'));
  });
}

async function prepare({ url, key }: ConformanceOptions): Promise<RunContext> {
  const target = await discover({
    url: typeof url === 'string' ? url : await url(),
    ...(key === undefined ? {} : { key }),
  });
  const { jitterMs } = await calibrate();
  const contract = findContract();
  return { target, jitterMs, ...(contract === undefined ? {} : { guard: contractGuard(contract) }) };
}

function explain(result: CaseResult): string {
  const checks = result.checks
    .filter(({ red }) => red)
    .map((check) => `${check.requirement} ${check.level}: ${check.title} ${check.message ?? ''}`);
  return [
    `${result.verdict}: ${result.title}`,
    ...(result.reason === undefined ? [] : [result.reason]),
    ...checks,
  ].join('\n');
}
