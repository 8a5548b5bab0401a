import type { Run } from '../engine/run.js';
import { replay } from './console.js';
import { escapeText, markdownTable } from './markdown-table.js';
import { countVerdicts, leftOut, noVerdict, subjectOf, summarise } from './summary.js';

/** A job summary for GitHub. */
export function markdownReport(run: Run): string {
  const { requirements, checks } = summarise(run);
  const nothing = noVerdict(run);
  const broken = run.results.filter(({ red }) => red);
  const title = run.exitCode === 0 ? 'conforms' : broken.length > 0 ? 'does not conform' : 'no verdict';
  return [
    `## Decart conformance: ${subjectOf(run)} ${title}`,
    '',
    `${run.results.length} cases, ${checks} checks in ${(run.durationMs / 1000).toFixed(1)} s. Requirements: ${requirements}.`,
    '',
    markdownTable(
      ['verdict', 'cases'],
      countVerdicts(run).map(([verdict, count]) => [verdict, String(count)]),
      ['cases'],
    ),
    '',
    ...(nothing === undefined
      ? []
      : [nothing, '', ...leftOut(run).map((line) => `- ${escapeText(line)}`), '']),
    ...broken.flatMap((result) => [
      `### ${result.verdict}: \`${result.id}\``,
      '',
      ...(result.reason === undefined ? [] : [escapeText(result.reason), '']),
      ...result.checks
        .filter(({ red }) => red)
        .map(
          (check) =>
            `- **${check.requirement}** ${escapeText(check.title)} ${escapeText(check.message ?? '')}`,
        ),
      '',
      '```sh',
      replay(run, result),
      '```',
      '',
    ]),
    ...run.problems.map(({ message }) => `- ${escapeText(message)}`),
    '',
  ].join('\n');
}
