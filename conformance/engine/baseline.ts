import { z } from 'zod';
import { parse } from 'yaml';
import type { CheckResult } from './checks.js';
import { matches, UsageError } from './filter.js';
import { nearest } from './nearest.js';
import { maskIds } from '../traffic/mask-ids.js';
import type { CaseResult } from './case-result.js';

const entry = z.strictObject({
  /** A case id or pattern, with `:REQ-00` for one check of it. */
  case: z.string().min(1),
  /** Name of the target it applies to. All by default. */
  target: z.string().optional(),
  /** Name of the SDK it applies to. All by default. */
  sdk: z.string().optional(),
  status: z.enum(['failing', 'flaky']),
  reason: z.string().min(3),
  /** Part of the failure's message. Another failure is not excused. */
  expect: z.string().optional(),
  issue: z.string().optional(),
  /** The last day on which it applies. */
  until: z.iso.date().optional(),
});

export type BaselineEntry = z.infer<typeof entry>;

/** A problem of the baseline itself. Each is red. */
export interface BaselineProblem {
  kind: 'stale' | 'wrong-reason' | 'unmatched' | 'expired';
  entry: BaselineEntry;
  message: string;
}

/** Parses a baseline. Throws UsageError when it is not valid. */
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
 * Applies a baseline: the failures it expects become `known-failing` or `flaky` and are no longer red, check by check.
 * An entry that has expired, matches no case, no longer fails, or fails with another message is a problem.
 * `known` are the ids of all cases, `today` a day like 2026-11-20.
 */
export function applyBaseline(
  results: readonly CaseResult[],
  entries: readonly BaselineEntry[],
  context: { known: readonly string[]; target: string; sdk?: string; today: string },
): { results: CaseResult[]; problems: BaselineProblem[] } {
  const problems: BaselineProblem[] = [];
  const out = new Map(results.map((result) => [result.id, result]));
  const missed: { entry: BaselineEntry; id: string; requirement: string | undefined }[] = [];
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
    const failing = covered.filter((result) => failures(result, requirement).length > 0);
    for (const result of failing) {
      const fits = (message: string) =>
        each.expect === undefined || maskIds(message).includes(maskIds(each.expect));
      if (failures(result, requirement).some(fits))
        out.set(result.id, excuse(out.get(result.id) ?? result, each, requirement, fits));
      else missed.push({ entry: each, id: result.id, requirement });
    }
    if (failing.length === 0 && covered.length > 0 && each.status === 'failing') problems.push(stale(each));
  }
  for (const { entry, id, requirement } of missed) {
    const result = out.get(id);
    const [left] = result ? failures(result, requirement) : [];
    // Other entries excuse everything that fails, so this failure no longer happens.
    if (left === undefined) {
      if (entry.status === 'failing') problems.push(stale(entry));
    } else {
      const message = `"${id}" fails, but not with "${entry.expect ?? ''}": ${left.slice(0, 300)}`;
      problems.push({ kind: 'wrong-reason', entry, message });
    }
  }
  return { results: results.map((result) => out.get(result.id) ?? result), problems };
}

const stale = (entry: BaselineEntry): BaselineProblem => ({
  kind: 'stale',
  entry,
  message: `Baseline entry "${entry.case}" is stale: it passes. Remove the entry.`,
});

const messageOf = (check: CheckResult): string => `${check.title} ${check.message ?? ''}`;

/** The messages of a result's red checks, of one requirement when given; its reason where no check is red. */
function failures(result: CaseResult, requirement: string | undefined): string[] {
  const checks = result.checks.filter((check) => check.red);
  if (checks.length === 0) return result.red && !requirement ? [result.reason ?? result.verdict] : [];
  return checks.filter((check) => !requirement || check.requirement === requirement).map(messageOf);
}

function excuse(
  result: CaseResult,
  entry: BaselineEntry,
  requirement: string | undefined,
  fits: (message: string) => boolean,
): CaseResult {
  const verdict = entry.status === 'failing' ? ('known-failing' as const) : ('flaky' as const);
  const checks = result.checks.map((check) =>
    check.red && (!requirement || check.requirement === requirement) && fits(messageOf(check))
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
      verdict: result.excused?.verdict ?? result.verdict,
      reason: entry.reason,
      ...(entry.issue === undefined ? {} : { issue: entry.issue }),
    },
  };
}
