import type { CheckResult } from '../engine/checks.js';
import type { CaseResult } from '../engine/case-result.js';
import type { Requirements } from '../engine/requirement.js';
import type { Run } from '../engine/run.js';
import type { Verdict } from '../engine/verdict.js';
import type { TracedExchange } from '../traffic/trace.js';
import { replay } from './console.js';
import { page, script, style } from './html-page.js';
import { countVerdicts, howRun, sdkLine, subjectOf, summarise } from './summary.js';

/** One file for a browser: every case, filterable; for each failure the exchanges, a script and a replay command. */
export function htmlReport(run: Run, requirements: Requirements): string {
  const { requirements: coverage, checks } = summarise(run);
  const verdicts = countVerdicts(run);
  const body = [
    `<header class="${run.exitCode === 0 ? 'good' : 'bad'}">`,
    `<h1>${escape(subjectOf(run))} ${run.exitCode === 0 ? 'conforms' : 'does not conform'}</h1>`,
    `<p>${run.results.length} cases, ${checks} checks. Requirements: ${coverage}.</p>`,
    '<p class="about">',
    ...(run.sdk ? [`${escape(sdkLine(run.sdk))}<br>`] : []),
    `against ${escape(run.target.url)} at ${escape(run.startedAt.slice(0, 16).replace('T', ' '))} UTC in `,
    `${[`${(run.durationMs / 1000).toFixed(1)} s`, ...howRun(run), `kit ${escape(run.version)}`].join(', ')}</p>`,
    '<nav><input type="search" placeholder="case, requirement, word" aria-label="filter">',
    ...verdicts.map(
      ([verdict, count]) =>
        `<button data-verdict="${verdict}" aria-pressed="false"><b class="v ${verdict}">${verdict}</b> ${count}</button>`,
    ),
    '</nav></header>',
    ...run.problems.map(({ message }) => `<p class="problem">${escape(message)}</p>`),
    '<main>',
    ...redFirst(run.results).map((result) => caseHtml(run, result, requirements)),
    '</main>',
    coverageHtml(run, requirements),
  ].join('\n');
  return page(`Conformance of ${escape(subjectOf(run))}`, style, body, script);
}

function caseHtml(run: Run, result: CaseResult, requirements: Requirements): string {
  const words = [result.id, result.title, ...result.checks.map(({ requirement }) => requirement)].join(' ');
  return [
    `<details class="case" data-verdict="${result.verdict}" data-words="${escape(words.toLowerCase())}"${result.red ? ' open' : ''}>`,
    `<summary>${verdictHtml(result)}<span><code>${escape(result.id)}</code> ${escape(result.title)}</span><small>${result.durationMs} ms</small></summary>`,
    '<div class="body">',
    ...(result.reason === undefined ? [] : [`<p>${escape(result.reason)}</p>`]),
    ...(result.excused
      ? [`<p>Known: ${escape(result.excused.reason)} ${escape(result.excused.issue ?? '')}</p>`]
      : []),
    checksHtml(result, requirements),
    ...(result.red ? [`<h3>Replay</h3><pre>${escape(replay(run, result))}</pre>`] : []),
    ...(result.trace.length > 0 ? [traceHtml(result.trace), scriptHtml(run, result.trace)] : []),
    ...(result.transcript ? [transcriptHtml(result.transcript)] : []),
    '</div></details>',
  ].join('\n');
}

/** Red results first, else in the order of the run. */
function redFirst(results: readonly CaseResult[]): CaseResult[] {
  return [...results].sort((a, b) => Number(b.red) - Number(a.red));
}

/** Checks that did not pass first; the passed ones are folded away. */
function checksHtml({ checks }: CaseResult, requirements: Requirements): string {
  const table = (some: readonly CheckResult[]) =>
    `<table class="checks">${some.map((check) => checkHtml(check, requirements)).join('')}</table>`;
  const passed = checks.filter(({ verdict }) => verdict === 'pass');
  const others = checks.filter(({ verdict }) => verdict !== 'pass');
  if (others.length === 0 || passed.length === 0) return table(checks);
  return `${table(others)}<details><summary>${passed.length} checks passed</summary>${table(passed)}</details>`;
}

/** A verdict in its colour; grey where the traffic of a client did not exercise a rule, which is no fault. */
const verdictHtml = ({ verdict, red }: { verdict: Verdict; red: boolean }) =>
  `<b class="v ${verdict}${verdict === 'not-exercised' && !red ? ' quiet' : ''}">${verdict}</b>`;

function checkHtml(check: CheckResult, requirements: Requirements): string {
  const requirement = requirements.get(check.requirement);
  const text = requirement ? `${requirement.text} (${requirement.source})` : '';
  return [
    `<tr><td>${verdictHtml(check)}</td>`,
    `<td title="${escape(text)}">${check.requirement} <small>${check.level}, ${check.evidence}</small></td>`,
    `<td>${escape(check.title)}${check.exchange === undefined ? '' : ` <small>exchange ${check.exchange}</small>`}`,
    `${check.message === undefined ? '' : `<div class="got">${escape(check.message)}</div>`}</td></tr>`,
  ].join('');
}

function traceHtml(trace: TracedExchange[]): string {
  const rows = trace.map((exchange, n) => {
    const lines = [
      `${exchange.method} ${exchange.path}`,
      ...headers(exchange.requestHeaders),
      ...(exchange.requestBody === undefined ? [] : ['', exchange.requestBody]),
      '',
      exchange.error === undefined ? `${exchange.status ?? ''}` : `no answer: ${exchange.error}`,
      ...headers(exchange.responseHeaders ?? {}),
      ...(exchange.responseBody ? ['', exchange.responseBody] : []),
      ...(exchange.frames ?? []).map(
        ({ from, text, atMs }) => `${atMs} ms ${from === 'client' ? '>' : '<'} ${text}`,
      ),
    ];
    const head = `${exchange.n}. ${exchange.method} ${exchange.path}: ${exchange.status ?? exchange.error ?? ''}`;
    return `<details${n === 0 ? ' open' : ''}><summary>${escape(head)} <small>at ${exchange.atMs} ms, ${exchange.durationMs} ms</small></summary><pre>${escape(lines.join('\n'))}</pre></details>`;
  });
  return `<h3>Exchanges</h3>${rows.join('\n')}`;
}

function scriptHtml(run: Run, trace: TracedExchange[]): string {
  const lines = [
    '#!/usr/bin/env bash',
    `DECART_BASE_URL=${run.target.url}`,
    ': "${DECART_API_KEY:=dct_try}"',
    ...trace.map(({ curl }) => curl),
  ];
  return `<h3>As a script</h3><pre>${escape(lines.join('\n'))}</pre>`;
}

function transcriptHtml(lines: string[]): string {
  const text = escape(lines.join('\n'));
  return `<h3>Between kit and adapter</h3><details><summary>${lines.length} lines</summary><pre>${text}</pre></details>`;
}

function coverageHtml(run: Run, requirements: Requirements): string {
  const checks = run.results.flatMap((result) => result.checks);
  const red = new Set(checks.filter((check) => check.red).map(({ requirement }) => requirement));
  const rows = run.coverage.map(({ id, state, verdict, cases, reason }) => {
    const requirement = requirements.get(id);
    const result = verdict ? verdictHtml({ verdict, red: red.has(id) }) : state;
    const about = `${escape(requirement?.text ?? '')}<br><small>${escape(requirement?.source ?? '')}</small>`;
    const how = escape(reason ?? cases.join(', '));
    return `<tr><td>${id}</td><td>${requirement?.level ?? ''} ${requirement?.evidence ?? ''}</td><td>${result}</td><td>${about}</td><td>${how}</td></tr>`;
  });
  return `<section><h2>Requirements</h2><table class="coverage">${rows.join('\n')}</table></section>`;
}

const headers = (all: Record<string, string>) =>
  Object.entries(all).map(([name, value]) => `${name}: ${value}`);

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
