import { randomBytes } from 'node:crypto';
import { AdapterCrash } from '../../adapters/adapter-errors.js';
import { AdapterBlobs } from '../../adapters/blobs.js';
import { candidates } from '../../adapters/candidates.js';
import { AdapterHost } from '../../adapters/host.js';
import type { Welcome } from '../../adapters/protocol.js';
import type { OpenTransport } from '../../adapters/transport.js';
import { applyBaseline, type BaselineEntry } from '../../engine/baseline.js';
import type { CaseResult } from '../../engine/case-result.js';
import { coverageOf } from '../../engine/coverage.js';
import type { Case } from '../../engine/define-case.js';
import { exitCodeOf, exitCodes } from '../../engine/exit-code.js';
import { select, type Selection } from '../../engine/filter.js';
import { Ledger } from '../../engine/ledger.js';
import { planOf } from '../../engine/plan.js';
import { redact } from '../../engine/redact.js';
import type { Requirements } from '../../engine/requirement.js';
import { RunBudget, type BudgetLimits } from '../../engine/run-budget.js';
import type { Run } from '../../engine/run.js';
import { schedule, type Schedule } from '../../engine/schedule.js';
import { withTimeouts, type Timeouts } from '../../engine/timeouts.js';
import { calibrate } from '../../engine/timing.js';
import { isQuiet } from '../../engine/verdict.js';
import type { Target } from '../../targets/target.js';
import { bind, type SdkResources } from './bind.js';
import type { SdkCase } from './define.js';

export interface SdkRunOptions extends Selection, Partial<BudgetLimits> {
  requirements: Requirements;
  /** Starts the adapter. */
  adapter: OpenTransport;
  seed: number;
  version: string;
  /** The command that repeats this run, for the report. */
  command?: string;
  baseline?: readonly BaselineEntry[];
  /** Cases at a time, at most as many as the adapter allows. 12 by default: most of the time goes to SDK timers. */
  concurrency?: number;
  keepTraces?: boolean;
  timeouts?: Partial<Timeouts>;
  onResult?: (result: CaseResult) => void;
  onWelcome?: (welcome: Welcome) => void;
}

/**
 * Runs the SDK suite through an adapter. Throws AdapterUnusable when the adapter does not start. A crash costs the case
 * that caused it: cases that ran beside it are run again, alone.
 */
export async function runSdk(
  cases: readonly SdkCase[],
  shared: Target,
  options: SdkRunOptions,
): Promise<Run> {
  const target = withOwnAccounts(shared);
  const startedAt = new Date();
  const began = performance.now();
  const blobs = await AdapterBlobs.open();
  const greeting = { run: `kit-${options.seed}`, seed: options.seed, blobBase: blobs.base, candidates };
  const host = new AdapterHost(options.adapter, greeting, withTimeouts(options.timeouts));
  try {
    const welcome = await host.welcome();
    options.onWelcome?.(welcome);
    const mockUrl = target.control && target.url;
    const resources: SdkResources = { host, blobs, mockUrl, transcripts: new Map() };
    const bound = cases.map((each) => bind(each, resources));
    const chosen = select(bound, options);
    const { ledger, jitterMs, done } = await runCases(chosen, target, welcome, host, options);
    const applied = applyBaseline(
      done.results.map((result) => withTranscript(result, resources, target)),
      options.baseline ?? [],
      {
        known: cases.map(({ id }) => id),
        target: target.name,
        sdk: welcome.sdk.name,
        today: startedAt.toISOString().slice(0, 10),
      },
    );
    const run = { ...applied, stoppedByBudget: done.stoppedByBudget };
    return {
      subject: 'client',
      version: options.version,
      target: { url: target.url, name: target.name },
      sdk: { ...welcome.sdk, adapter: `${welcome.adapter.name} ${welcome.adapter.version}` },
      ...(options.command === undefined ? {} : { command: options.command }),
      seed: options.seed,
      startedAt: startedAt.toISOString(),
      durationMs: Math.round(performance.now() - began),
      jitterMs: Math.round(jitterMs),
      contract: false,
      plan: planOf(chosen),
      ...run,
      coverage: coverageOf(options.requirements, applied.results, 'client'),
      leftovers: ledger.leftovers(),
      created: ledger.entries.length,
      exitCode: host.broken === undefined ? exitCodeOf(run) : exitCodes.harness,
    };
  } finally {
    await host.close();
    blobs.close();
  }
}

/** Runs the cases concurrently, then those that crashed once more, alone. */
async function runCases(
  chosen: readonly Case[],
  shared: Target,
  { limits }: Welcome,
  host: AdapterHost,
  options: SdkRunOptions,
): Promise<{ ledger: Ledger; jitterMs: number; done: Pick<Schedule, 'results' | 'stoppedByBudget'> }> {
  // Without its control: a case of the SDK suite controls its account itself.
  const target: Target = { ...shared };
  delete target.control;
  const ledger = new Ledger();
  const probe = () =>
    fetch(target.url, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(5_000) });
  const calibration = await calibrate(probe);
  const jitterMs = calibration.jitterMs + (await (await host.connection()).jitter());
  const allowed = { allow: [], ...options };
  const settings = { ...allowed, budget: new RunBudget(allowed), ledger, jitterMs };
  const first = await schedule(slowFirst(chosen), target, {
    ...settings,
    concurrency: Math.min(options.concurrency ?? 12, limits?.maxConcurrent ?? 1),
    onResult: (result) => {
      if (result.verdict !== 'crashed') options.onResult?.(result);
    },
  });
  const results = new Map(first.results.map((result) => [result.id, result]));
  for (const each of chosen.filter(({ id }) => results.get(id)?.verdict === 'crashed')) {
    const again = await schedule([each], target, { ...settings, concurrency: 1 });
    const [alone] = again.results;
    if (!alone || !again.ran.has(each.id)) continue;
    results.set(each.id, alone);
    host.ended(each.id, alone.verdict === 'crashed' ? new AdapterCrash(alone.reason) : undefined);
  }
  const ordered = chosen.flatMap(({ id }) => results.get(id) ?? []);
  return { ledger, jitterMs, done: { results: ordered, stoppedByBudget: first.stoppedByBudget } };
}

/**
 * The target with accounts of this run alone: two runs on one mock server would get each other's rules, and an
 * interrupted run may still be going on.
 */
function withOwnAccounts(target: Target): Target {
  if (!target.accounts) return target;
  const own = randomBytes(4).toString('hex');
  return { ...target, keyFor: (caseId) => target.keyFor(`${own}-${caseId}`) };
}

/** Starts cases that wait for an SDK's own timers first, so that the others run beside them. */
function slowFirst(cases: readonly Case[]): Case[] {
  const rank = ({ tags }: Case) => (tags.includes('slow') ? 0 : 1);
  return [...cases].sort((a, b) => rank(a) - rank(b));
}

function withTranscript(result: CaseResult, { transcripts }: SdkResources, target: Target): CaseResult {
  const lines = transcripts.get(result.id);
  if (isQuiet(result.verdict) || lines === undefined) return result;
  const key = target.keyFor(result.id);
  return { ...result, transcript: lines.map((line) => redact(line, [key])) };
}
