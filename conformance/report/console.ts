import { styleText } from 'node:util';
import type { Run } from '../engine/run.js';
import { quote } from '../traffic/request-body.js';
import type { CaseResult } from '../engine/case-result.js';
import { isJudged, type Verdict } from '../engine/verdict.js';
import {
  howRun,
  isLeftOut,
  isPassive,
  leftOut,
  noVerdict,
  sdkLine,
  stoppedEarly,
  summarise,
} from './summary.js';

type Style = Parameters<typeof styleText>[0];

const styles: Partial<Record<Verdict, Style>> = {
  pass: 'green',
  info: 'cyan',
  warn: 'yellow',
  inconclusive: 'yellow',
  'known-failing': 'magenta',
  flaky: 'magenta',
  'not-applicable': 'gray',
  'not-supported': 'gray',
};

/** One line as a case ends. */
export function caseLine(result: CaseResult): string {
  const verdict = styleText(styles[result.verdict] ?? 'red', result.verdict.padEnd(14));
  return `${verdict} ${result.id} ${styleText('gray', `${result.durationMs} ms`)}`;
}

/** The run for a terminal: first what needs attention, then the figures. */
export function consoleReport(run: Run): string {
  const lines: string[] = [''];
  for (const result of run.results) {
    if (result.verdict === 'pass' || isLeftOut(result)) continue;
    lines.push(styleText('bold', `${result.verdict} ${result.id}: ${result.title}`));
    if (result.reason !== undefined) lines.push(`  ${result.reason}`);
    for (const check of result.checks) {
      if (check.verdict === 'pass' || (isPassive(result) && !isJudged(check))) continue;
      const where = check.exchange === undefined ? '' : ` (exchange ${check.exchange})`;
      lines.push(
        `  ${check.verdict} ${check.requirement} ${check.level} ${check.evidence}: ${check.title}${where}`,
      );
      if (check.message !== undefined && check.message !== result.reason) lines.push(`    ${check.message}`);
    }
    if (result.red) lines.push(`  replay: ${replay(run, result)}`);
    lines.push('');
  }
  lines.push(...leftOut(run).map((line) => styleText('gray', line)));
  for (const problem of run.problems) lines.push(styleText('red', problem.message));
  for (const entry of run.leftovers)
    lines.push(`left behind: ${entry.kind} ${entry.id}. ${entry.remedy ?? ''}`);
  const { cases, requirements, checks } = summarise(run);
  const took = `${(run.durationMs / 1000).toFixed(1)} s`;
  lines.push(`${run.results.length} cases in ${took}: ${cases}`);
  lines.push(`${checks} checks; requirements: ${requirements}`);
  lines.push([`target ${run.target.name} ${run.target.url}`, ...howRun(run)].join(', '));
  if (run.sdk) lines.push(sdkLine(run.sdk));
  else if (!run.contract) lines.push('Answers were not checked against openapi.yaml: it was not found.');
  const stopped = stoppedEarly(run);
  if (stopped !== undefined) lines.push(styleText('yellow', stopped));
  const nothing = noVerdict(run);
  if (nothing !== undefined) lines.push(styleText('red', `${nothing} Exit code ${run.exitCode}.`));
  return lines.join('\n');
}

/** The requests, answers and frames of a case. */
export function wireText({ id, trace }: CaseResult): string {
  const lines = trace.flatMap((exchange) => [
    styleText('bold', `${id} ${exchange.n}. ${exchange.method} ${exchange.path}`),
    ...(exchange.requestBody === undefined ? [] : [`  > ${exchange.requestBody.replaceAll('\n', '\n  > ')}`]),
    `  < ${exchange.status ?? exchange.error ?? ''} ${exchange.responseBody ?? ''}`.trimEnd(),
    ...(exchange.frames ?? []).map(
      ({ from, text, atMs }) => `  ${from === 'client' ? '>' : '<'} ${atMs} ms ${text}`,
    ),
    styleText('gray', `  ${exchange.curl}`),
  ]);
  return lines.join('\n');
}

/** The shell command that runs cases again. A traffic rule needs the same traffic again. */
export function replay(run: Run, result: CaseResult, ...others: CaseResult[]): string {
  const ids = [result, ...others].map(({ id }) => quote(id));
  if (result.tags.includes('har'))
    return `npx decart-mock conformance traffic --har ${quote(run.target.url)}`;
  if (result.tags.includes('journal'))
    return `npx decart-mock conformance traffic --journal ${quote(run.target.url)} --key "$DECART_API_KEY" # after the same traffic again`;
  if (result.tags.includes('passive'))
    return `npx decart-mock conformance traffic --target ${quote(run.target.url)} # and the same traffic again`;
  if (run.subject === 'client')
    return [
      run.command ?? "npx decart-mock conformance sdk --adapter '<the same>'",
      ...ids.map((id) => `--filter ${id}`),
      `--seed ${run.seed}`,
    ].join(' ');
  return `npx decart-mock conformance replay ${ids.join(' ')} --url ${run.target.url} --seed ${run.seed}`;
}
