import { Checks, type CheckResult } from './checks.js';
import { CaseContext } from './context.js';
import type { Case } from './define-case.js';
import { Http, NoAnswer, type Reply } from '../traffic/http.js';
import { Sockets } from '../traffic/socket.js';
import { type ServerMessage } from '../traffic/server-message.js';
import { Ledger } from './ledger.js';
import { randomFor } from './random.js';
import { redact } from './redact.js';
import type { Area, Requirements } from './requirement.js';
import { CaseAbort } from './case-abort.js';
import { offers, type Target } from '../targets/target.js';
import type { Exchange } from '../traffic/trace.js';
import { graver, isRed, type Verdict } from './verdict.js';

/** What a case came to. Every report is made of these and nothing else. */
export interface CaseResult {
  id: string;
  title: string;
  area: Area;
  tags: readonly string[];
  verdict: Verdict;
  /** Whether it stops a release. */
  red: boolean;
  /** Why, where the checks do not say it. */
  reason?: string;
  checks: CheckResult[];
  /** Requests and answers, kept where something was not right. */
  trace: Exchange[];
  /** What kit and adapter said to each other, where an adapter was driven and something was not right. */
  transcript?: string[];
  startedAt: string;
  durationMs: number;
  /** What the baseline changed: the verdict before it, and its entry's reason. */
  excused?: { verdict: Verdict; reason: string; issue?: string };
}

/** What a guard found in one answer or realtime message. */
export interface CaseFinding {
  ok: boolean;
  message: string;
  /** Whether the document itself only guesses. */
  inferred: boolean;
  /** The requirement it speaks for, where that is not `wireRequirement`. */
  requirement?: string;
}

/** Judges an answer or a realtime message against the contract document; empty when that says nothing about it. */
export type WireGuard = (subject: Reply | ServerMessage) => CaseFinding[];

export interface RunOptions {
  requirements: Requirements;
  /** Same seed, same run. */
  seed: number;
  ledger?: Ledger;
  jitterMs?: number;
  guard?: WireGuard;
  /** Keep the trace of passing cases too. */
  keepTraces?: boolean;
}

/** The requirement that the guard speaks for; every case may check it. */
export const wireRequirement = 'ERR-01';
/** Realtime messages: of the contract's types; with what every SDK needs. Every case may check these as well. */
export const messageRequirements = { type: 'RT-30', superset: 'RT-38' } as const;
const guarded = [wireRequirement, ...Object.values(messageRequirements)];

/** Runs one case to its verdict. Never throws for what the subject does. */
export async function runCase(definition: Case, target: Target, options: RunOptions): Promise<CaseResult> {
  const startedAt = new Date();
  const missing = definition.needs.find((need) => !offers(target, need));
  const key = target.keyFor(definition.id);
  const checks = new Checks(options.requirements, new Set([...definition.requires, ...guarded]), [key]);
  const finish = (verdict: Verdict, reason?: string, trace: Exchange[] = []): CaseResult => {
    const red =
      checks.results.some((check) => check.red) ||
      (verdict !== 'not-exercised' && isRed(verdict, 'MUST', 'documented') && verdict !== 'fail');
    const keep = options.keepTraces || !['pass', 'info', 'not-applicable', 'not-supported'].includes(verdict);
    return {
      id: definition.id,
      title: definition.title,
      area: definition.area,
      tags: definition.tags,
      verdict,
      red,
      ...(reason === undefined ? {} : { reason: redact(reason, [key]) }),
      checks: checks.results,
      trace: keep ? trace : [],
      startedAt: startedAt.toISOString(),
      durationMs: Math.round(performance.now() - began),
    };
  };
  const began = performance.now();
  if (missing) {
    const reason = `The target has no ${missing}.`;
    checks.close(definition.requires, reason, 'not-applicable');
    return finish('not-applicable', reason);
  }

  const stop = new AbortController();
  const http = new Http(target.url, key, stop.signal);
  const sockets = new Sockets(target.url, key, stop.signal, http);
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
  });

  const end = await outcome(definition, context, target, stop);
  await context.cleanUp();
  await sockets.close();
  await http.close();
  if (end.verdict === 'harness-error')
    return { ...finish('harness-error', end.reason, http.trace), red: true };
  if (end.verdict === undefined && options.guard)
    judgeWire(checks, [...http.answers, ...sockets.messages], options.guard, definition);
  checks.close(definition.requires, end.reason ?? 'The case ended without checking it.', end.verdict);
  const verdict = end.verdict ? graver(end.verdict, checks.worst()) : checks.worst();
  return finish(verdict, end.reason, http.trace);
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
    return { verdict: 'hung', reason: 'The stand-in did not answer its control API.' };
  return {
    verdict: 'harness-error',
    reason: fault instanceof Error ? (fault.stack ?? fault.message) : String(fault),
  };
}

function judgeWire(
  checks: Checks,
  subjects: readonly (Reply | ServerMessage)[],
  guard: WireGuard,
  { requires }: Case,
): void {
  const findings = subjects.flatMap((subject) =>
    guard(subject).map((finding) => ({ requirement: wireRequirement, ...finding, subject })),
  );
  for (const { ok, requirement, message, inferred, subject } of findings) {
    if (ok) continue;
    checks.check(requirement, false, {
      title: titles[requirement] ?? 'It fits the contract document.',
      got: message,
      answer: subject,
      ...(inferred ? { evidence: 'inferred' as const } : {}),
    });
  }
  for (const id of guarded) {
    const judged = findings.filter(({ requirement }) => requirement === id);
    const wanted = id === wireRequirement || requires.includes(id);
    if (!wanted || judged.length === 0 || judged.some(({ ok }) => !ok)) continue;
    checks.check(id, true, { title: `${judged.length} times: ${titles[id] ?? ''}` });
  }
}

const titles: Record<string, string> = {
  [wireRequirement]: 'The answer fits the contract document.',
  [messageRequirements.type]: 'The message is of a type of the contract.',
  [messageRequirements.superset]: 'The message has what every SDK needs.',
};
