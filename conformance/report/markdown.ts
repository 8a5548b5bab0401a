import type { Run } from '../engine/run.js';
import { replay } from './console.js';
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
    '| verdict | cases |',
    '| --- | ---: |',
    ...countVerdicts(run).map(([verdict, count]) => `| ${verdict} | ${count} |`),
    '',
    ...(nothing === undefined ? [] : [nothing, '', ...leftOut(run).map((line) => `- ${cell(line)}`), '']),
    ...broken.flatMap((result) => [
      `### ${result.verdict}: \`${result.id}\``,
      '',
      ...(result.reason === undefined ? [] : [cell(result.reason), '']),
      ...result.checks
        .filter(({ red }) => red)
        .map((check) => `- **${check.requirement}** ${cell(check.title)} ${cell(check.message ?? '')}`),
      '',
      '```sh',
      replay(run, result),
      '```',
      '',
    ]),
    ...run.problems.map(({ message }) => `- ${cell(message)}`),
    '',
  ].join('\n');
}

const cell = (value: string) => value.replaceAll('\n', ' ').replaceAll('|', '\\|').replaceAll('<', '&lt;');
