import { escapeText, markdownTable } from '../report/markdown-table.js';
import { severities, type Difference, type Severity } from './difference.js';

/** A comparison of two documents, as JSON and pages show it. */
export interface DriftReport {
  ours: string;
  theirs: string;
  /** Day of the comparison. */
  date: string;
  counts: Record<Severity, number>;
  differences: Difference[];
}

export function driftReport(
  ours: string,
  theirs: string,
  date: string,
  differences: Difference[],
): DriftReport {
  const counts = { info: 0, risky: 0, breaking: 0 };
  for (const { severity } of differences) counts[severity]++;
  return { ours, theirs, date, counts, differences };
}

/** The same change in many operations is one row. */
export function grouped(differences: readonly Difference[]): (Difference & { operations: string[] })[] {
  const groups = new Map<string, Difference & { operations: string[] }>();
  for (const difference of differences) {
    const { operation, ...change } = difference;
    // An added or removed operation is a row too; any other row is one change in several operations.
    const name = JSON.stringify(change);
    const known = groups.get(name);
    if (known) known.operations.push(operation);
    else groups.set(name, { ...difference, operations: [operation] });
  }
  return [...groups.values()];
}

/** The comparison as Markdown, worst first. */
export function driftPage(report: DriftReport): string {
  const { ours, theirs, date, counts } = report;
  return [
    `# Drift: ${theirs} against ${ours}`,
    '',
    `On ${date}: ${counts.breaking} breaking, ${counts.risky} risky, ${counts.info} for information.`,
    ...[...severities].reverse().flatMap((severity) => section(severity, report.differences)),
    '',
  ].join('\n');
}

function section(severity: Severity, differences: readonly Difference[]): string[] {
  const rows = grouped(differences.filter((each) => each.severity === severity));
  if (rows.length === 0) return [];
  return [
    '',
    `## ${severity}`,
    '',
    markdownTable(
      ['change', 'place', 'operations', 'ours', 'theirs'],
      rows.map(({ kind, change, place, operations, ours = '', theirs, note = '' }) =>
        [`${kind} ${change}`, place, listed(operations), ours, theirs ?? note].map(escapeText),
      ),
    ),
  ];
}

const listed = (operations: string[]) =>
  operations.length > 4
    ? `${operations.slice(0, 3).join(', ')} and ${operations.length - 3} more`
    : operations.join(', ');
