import { z } from 'zod';
import { parse } from 'yaml';
import { matches, nearest, UsageError } from './filter.js';
import { maskIds } from './mask-ids.js';
import type { CaseResult } from './run-case.js';

const entry = z.strictObject({
  /** A case id or pattern, with `:REQ-00` for one check of it. */
  case: z.string().min(1),
  /** Name of the target it holds for. All by default. */
  target: z.string().optional(),
  /** Name of the SDK it holds for. All by default. */
  sdk: z.string().optional(),
  status: z.enum(['failing', 'flaky']),
  reason: z.string().min(3),
  /** Part of the failure's message: another failure is not excused. */
  expect: z.string().optional(),
  issue: z.string().optional(),
  /** Last day it excuses anything. */
  until: z.iso.date().optional(),
});

export type BaselineEntry = z.infer<typeof entry>;

/** What is wrong with the baseline itself. Each of these is red. */
export interface BaselineProblem {
  kind: 'stale' | 'wrong-reason' | 'unmatched' | 'expired';
  entry: BaselineEntry;
  message: string;
}

/** Reads a baseline file. Throws UsageError when it has another shape. */
export function parseBaseline(yaml: string): BaselineEntry[] {
  let document: unknown;
  try {
    document = parse(yaml);
  } catch (cause) {
    throw new UsageError(`The baseline is not YAML: ${String(cause)}`, { cause });
  }
  const parsed = z.strictObject({ entries: z.array(entry) }).safeParse(document);
  if (!parsed.success) throw new UsageError(`The baseline is not valid:\n${z.prettifyError(parsed.error)}`);
  return parsed.data.entries;
}

/**
 * Applies a baseline: failures it expects become `known-failing` or `flaky` and are no longer red.
 * An entry that is past its day, matches no case, no longer fails, or fails otherwise than it says is a problem.
 * `known` are the ids of all cases, `today` a day like 2026-11-20.
 */
export function applyBaseline(
  results: readonly CaseResult[],
  entries: readonly BaselineEntry[],
  context: { known: readonly string[]; target: string; sdk?: string; today: string },
): { results: CaseResult[]; problems: BaselineProblem[] } {
  const problems: BaselineProblem[] = [];
  const out = new Map(results.map((result) => [result.id, result]));
  for (const each of entries) {
    if (each.target !== undefined && each.target !== context.target) continue;
    if (each.sdk !== undefined && each.sdk !== context.sdk) continue;
    const [pattern = '', requirement] = each.case.split(':');
    if (!context.known.some((id) => matches(pattern, id))) {
      const near = nearest(pattern, context.known);
      problems.push({
        kind: 'unmatched',
        entry: each,
        message: `Baseline entry "${each.case}" matches no case.${near === undefined ? '' : ` Nearest: "${near}".`}`,
      });
      continue;
    }
    if (each.until !== undefined && each.until < context.today) {
      problems.push({
        kind: 'expired',
        entry: each,
        message: `Baseline entry "${each.case}" expired on ${each.until}.`,
      });
      continue;
    }
    const covered = results.filter(({ id }) => matches(pattern, id));
    let hits = 0;
    for (const result of covered) {
      const failed = failures(result, requirement);
      if (failed.length === 0) continue;
      hits++;
      const message = failed.join('\n');
      if (each.expect !== undefined && !maskIds(message).includes(maskIds(each.expect))) {
        problems.push({
          kind: 'wrong-reason',
          entry: each,
          message: `"${result.id}" fails, but not with "${each.expect}": ${message.slice(0, 300)}`,
        });
      } else {
        out.set(result.id, excuse(out.get(result.id) ?? result, each, requirement));
      }
    }
    if (hits === 0 && covered.length > 0 && each.status === 'failing') {
      problems.push({
        kind: 'stale',
        entry: each,
        message: `Baseline entry "${each.case}" is stale: it passes. Remove the entry.`,
      });
    }
  }
  return { results: results.map((result) => out.get(result.id) ?? result), problems };
}

/** The messages of a result's red checks; of one requirement when given. */
function failures(result: CaseResult, requirement: string | undefined): string[] {
  const checks = result.checks.filter(
    (check) => check.red && (!requirement || check.requirement === requirement),
  );
  const messages = checks.map((check) => `${check.title} ${check.message ?? ''}`);
  return messages.length === 0 && result.red && !requirement ? [result.reason ?? result.verdict] : messages;
}

function excuse(result: CaseResult, entry: BaselineEntry, requirement: string | undefined): CaseResult {
  const verdict = entry.status === 'failing' ? ('known-failing' as const) : ('flaky' as const);
  const checks = result.checks.map((check) =>
    check.red && (!requirement || check.requirement === requirement)
      ? { ...check, verdict, red: false }
      : check,
  );
  const red = checks.some((check) => check.red);
  return {
    ...result,
    checks,
    red,
    verdict: red ? result.verdict : verdict,
    excused: {
      verdict: result.verdict,
      reason: entry.reason,
      ...(entry.issue === undefined ? {} : { issue: entry.issue }),
    },
  };
}
