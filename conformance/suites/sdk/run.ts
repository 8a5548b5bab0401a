import { randomBytes } from 'node:crypto';
import { BlobStore } from '../../adapters/blobs.js';
import { AdapterCrash } from '../../adapters/connection.js';
import { AdapterHost } from '../../adapters/host.js';
import type { Welcome } from '../../adapters/protocol.js';
import type { OpenTransport } from '../../adapters/transport.js';
import { applyBaseline, type BaselineEntry } from '../../engine/baseline.js';
import { RunBudget, type BudgetLimits } from '../../engine/run-budget.js';
import { coverageOf } from '../../engine/coverage.js';
import type { Case } from '../../engine/define-case.js';
import { exitCodeOf, exitCodes } from '../../engine/exit-code.js';
import { select, type Selection } from '../../engine/filter.js';
import { Ledger } from '../../engine/ledger.js';
import { planOf } from '../../engine/plan.js';
import { redact } from '../../engine/redact.js';
import type { Requirements } from '../../engine/requirement.js';
import type { CaseResult } from '../../engine/case-result.js';
import type { Run } from '../../engine/run.js';
import { schedule } from '../../engine/schedule.js';
import type { Target } from '../../targets/target.js';
import { calibrate } from '../../engine/timing.js';
import { bind, type Bench } from './bind.js';
import { candidates } from './candidates.js';
import type { SdkCase } from './define.js';

export interface SdkRunOptions extends Selection, Partial<BudgetLimits> {
  requirements: Requirements;
  /** How to reach the adapter. */
  adapter: OpenTransport;
  seed: number;
  version: string;
  /** What to run for the same again, as the report tells it. */
  command?: string;
  baseline?: readonly BaselineEntry[];
  /** Cases at a time, within what the adapter takes. 12 by default: SDK timers are waited for side by side. */
  concurrency?: number;
  keepTraces?: boolean;
  onResult?: (result: CaseResult) => void;
  onWelcome?: (welcome: Welcome) => void;
}

/**
 * Runs the SDK suite through an adapter. Throws AdapterUnusable when the adapter does not start. A crash costs the case
 * that caused it: cases that were merely in flight are run again, alone.
 */
export async function runSdk(
  cases: readonly SdkCase[],
  shared: Target,
  options: SdkRunOptions,
): Promise<Run> {
  const target = withOwnAccounts(shared);
  const startedAt = new Date();
  const began = performance.now();
  const blobs = await BlobStore.open();
  const host = new AdapterHost(options.adapter, {
    run: `kit-${options.seed}`,
    seed: options.seed,
    blobBase: blobs.base,
    candidates,
  });
  try {
    const welcome = await host.welcome();
    options.onWelcome?.(welcome);
    const { control, ...plain } = target;
    const bench: Bench = { host, blobs, steerAt: control && target.url, transcripts: new Map() };
    const chosen = select(
      cases.map((each) => bind(each, bench)),
      options,
    );
    const ledger = new Ledger();
    const { jitterMs } = await calibrate(() =>
      fetch(target.url, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(5_000) }),
    );
    const slow = jitterMs + (await (await host.connection()).jitter());
    const limits = { allow: [], ...options };
    const settings = { ...limits, bounds: new RunBudget(limits), ledger, jitterMs: slow };
    const atOnce = Math.min(options.concurrency ?? 12, welcome.limits?.maxConcurrent ?? 1);
    const first = await schedule(slowFirst(chosen), plain, {
      ...settings,
      concurrency: atOnce,
      onResult: (result) => {
        if (result.verdict !== 'crashed') options.onResult?.(result);
      },
    });
    const results = new Map(first.results.map((result) => [result.id, result]));
    for (const each of chosen.filter(({ id }) => results.get(id)?.verdict === 'crashed')) {
      const again = await schedule([each], plain, { ...settings, concurrency: 1 });
      const [alone] = again.results;
      if (!alone || !again.ran.has(each.id)) continue;
      results.set(each.id, alone);
      host.ended(each.id, alone.verdict === 'crashed' ? new AdapterCrash(alone.reason) : undefined);
    }
    const ordered = chosen.flatMap(({ id }) => results.get(id) ?? []);
    const judged = applyBaseline(
      ordered.map((result) => withTranscript(result, bench, target)),
      options.baseline ?? [],
      {
        known: cases.map(({ id }) => id),
        target: target.name,
        sdk: welcome.sdk.name,
        today: startedAt.toISOString().slice(0, 10),
      },
    );
    const run = {
      results: judged.results,
      problems: judged.problems,
      stoppedByBudget: first.stoppedByBudget,
    };
    return {
      subject: 'client',
      version: options.version,
      target: { url: target.url, name: target.name },
      sdk: { ...welcome.sdk, adapter: `${welcome.adapter.name} ${welcome.adapter.version}` },
      ...(options.command === undefined ? {} : { command: options.command }),
      seed: options.seed,
      startedAt: startedAt.toISOString(),
      durationMs: Math.round(performance.now() - began),
      jitterMs: Math.round(slow),
      contract: false,
      plan: planOf(chosen),
      ...run,
      coverage: coverageOf(options.requirements, judged.results, 'client'),
      leftovers: ledger.leftovers(),
      created: ledger.entries.length,
      exitCode: host.broken === undefined ? exitCodeOf(run) : exitCodes.harness,
    };
  } finally {
    await host.close();
    blobs.close();
  }
}

/**
 * The target with accounts that no other run has: two runs on one stand-in would take each other's faults, and a run
 * that was given up may still be going on.
 */
function withOwnAccounts(target: Target): Target {
  if (!target.accounts) return target;
  const own = randomBytes(4).toString('hex');
  return { ...target, keyFor: (caseId) => target.keyFor(`${own}-${caseId}`) };
}

/** Cases that wait for an SDK's own timers go first, so that the others run beside them. */
function slowFirst(cases: readonly Case[]): Case[] {
  const rank = ({ tags }: Case) => (tags.includes('slow') ? 0 : 1);
  return [...cases].sort((a, b) => rank(a) - rank(b));
}

function withTranscript(result: CaseResult, bench: Bench, target: Target): CaseResult {
  const lines = bench.transcripts.get(result.id);
  const wanted = !['pass', 'info', 'not-applicable', 'not-supported'].includes(result.verdict);
  if (!wanted || lines === undefined) return result;
  const key = target.keyFor(result.id);
  return { ...result, transcript: lines.map((line) => redact(line, [key])) };
}
