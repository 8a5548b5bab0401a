import { Http, NoAnswer } from '../traffic/http.js';
import { Sockets } from '../traffic/sockets.js';
import type { TracedExchange } from '../traffic/trace.js';
import type { Target } from '../targets/target.js';
import { missingNeed } from './applicability.js';
import { CaseAbort } from './case-abort.js';
import type { CaseResult } from './case-result.js';
import { Checks } from './checks.js';
import { CaseContext } from './context.js';
import type { Case } from './define-case.js';
import { Ledger } from './ledger.js';
import { randomFor } from './random.js';
import { redact } from './redact.js';
import type { Requirements } from './requirement.js';
import { skippedCase } from './skipped-case.js';
import { withTimeouts, type Timeouts } from './timeouts.js';
import { graver, isQuiet, isRed, type Verdict } from './verdict.js';
import { guarded, judgeWire, type WireGuard } from './wire-guard.js';

export interface RunOptions {
  requirements: Requirements;
  /** Same seed, same run. */
  seed: number;
  ledger?: Ledger;
  jitterMs?: number;
  guard?: WireGuard;
  /** Keep the trace of passing cases too. */
  keepTraces?: boolean;
  timeouts?: Partial<Timeouts>;
}

/** Runs one case to its verdict. Never throws for what the subject does. */
export async function runCase(definition: Case, target: Target, options: RunOptions): Promise<CaseResult> {
  const missing = missingNeed(definition, target);
  if (missing !== undefined) return skippedCase(definition, options.requirements, 'not-applicable', missing);
  const startedAt = new Date();
  const began = performance.now();
  const key = target.keyFor(definition.id);
  const checks = new Checks(options.requirements, new Set([...definition.requires, ...guarded]), [key]);
  const stop = new AbortController();
  const timeouts = withTimeouts(options.timeouts);
  const http = new Http(target.url, key, stop.signal, timeouts.requestMs);
  const sockets = new Sockets(target.url, key, stop.signal, http, timeouts.handshakeMs);
  const context = new CaseContext({
    caseId: definition.id,
    key,
    target,
    http,
    sockets,
    random: randomFor(options.seed, definition.id),
    checks,
    ledger: options.ledger ?? new Ledger(),
    signal: stop.signal,
    jitterMs: options.jitterMs ?? 0,
    timeouts,
  });
  const end = await outcome(definition, context, target, stop);
  await context.cleanUp();
  await sockets.close();
  await http.close();
  const verdict = verdictOf(end);
  return {
    ...resultOf(verdict, http.trace, options.keepTraces === true),
    ...(end.reason === undefined ? {} : { reason: redact(end.reason, [key]) }),
    startedAt: startedAt.toISOString(),
    durationMs: Math.round(performance.now() - began),
  };

  function verdictOf({ verdict, reason }: CaseEnd): Verdict {
    if (verdict === 'harness-error') return verdict;
    if (verdict === undefined && options.guard)
      judgeWire(checks, [...http.answers, ...sockets.messages], options.guard, definition.requires);
    checks.close(definition.requires, reason ?? 'The case ended without checking it.', verdict);
    return verdict ? graver(verdict, checks.worst()) : checks.worst();
  }

  function resultOf(verdict: Verdict, trace: TracedExchange[], keep: boolean) {
    const { id, title, area, tags } = definition;
    const ownRed = verdict !== 'not-exercised' && verdict !== 'fail' && isRed(verdict, 'MUST', 'documented');
    const red = ownRed || checks.results.some((check) => check.red);
    const kept = keep || !isQuiet(verdict) ? trace : [];
    return { id, title, area, tags, verdict, red, checks: checks.results, trace: kept };
  }
}

type CaseEnd = { verdict?: Exclude<Verdict, 'pass'>; reason?: string };

async function outcome(
  definition: Case,
  context: CaseContext,
  target: Target,
  stop: AbortController,
): Promise<CaseEnd> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<CaseEnd>((resolve) => {
    timer = setTimeout(() => {
      resolve({ verdict: 'hung', reason: `No end after ${definition.deadlineMs} ms.` });
      stop.abort(new Error('the deadline of the case passed'));
    }, definition.deadlineMs);
  });
  const run = (async (): Promise<CaseEnd> => {
    if (target.control) await target.control.hold(context.key);
    if (definition.date !== undefined) await target.control?.setCatalogueDate(context.key, definition.date);
    await definition.run(context);
    return {};
  })().catch((fault: unknown): CaseEnd => explain(fault));
  try {
    return await Promise.race([run, deadline]);
  } finally {
    clearTimeout(timer);
  }
}

function explain(fault: unknown): CaseEnd {
  if (fault instanceof CaseAbort) return { verdict: fault.verdict, reason: fault.message };
  if (fault instanceof NoAnswer) {
    const timedOut = /timeout|timed out|no end/i.test(fault.exchange.error ?? '');
    return { verdict: timedOut ? 'hung' : 'crashed', reason: fault.message };
  }
  if (fault instanceof DOMException && fault.name === 'TimeoutError')
    return { verdict: 'hung', reason: 'The mock server did not answer its control API.' };
  return {
    verdict: 'harness-error',
    reason: fault instanceof Error ? (fault.stack ?? fault.message) : String(fault),
  };
}
