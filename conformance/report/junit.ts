import type { CaseResult } from '../engine/case-result.js';
import type { Run } from '../engine/run.js';
import { replay } from './console.js';

/** JUnit XML: one suite per area, an element for each failure and each skip, ids as properties. */
export function junitReport(run: Run): string {
  const areas = [...new Set(run.results.map(({ area }) => area))];
  const suites = areas.map((area) =>
    suite(
      run,
      area,
      run.results.filter((result) => result.area === area),
    ),
  );
  const totals = counts(run.results);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="decart conformance" ${totals} time="${run.durationMs / 1000}">`,
    ...suites,
    ...(run.problems.length > 0 ? [baselineSuite(run)] : []),
    '</testsuites>',
    '',
  ].join('\n');
}

function suite(run: Run, area: string, results: CaseResult[]): string {
  return [
    `  <testsuite name="${text(area)}" ${counts(results)}>`,
    '    <properties>',
    property('target', run.target.url, 6),
    ...(run.seed === undefined ? [] : [property('seed', String(run.seed), 6)]),
    property('kit', run.version, 6),
    '    </properties>',
    ...results.map((result) => testcase(run, result)),
    '  </testsuite>',
  ].join('\n');
}

function testcase(run: Run, result: CaseResult): string {
  const requirements = [...new Set(result.checks.map(({ requirement }) => requirement))].join(' ');
  const inside = [
    '      <properties>',
    property('verdict', result.verdict, 8),
    property('requirements', requirements, 8),
    ...(result.red ? [property('replay', replay(run, result), 8)] : []),
    '      </properties>',
    ...outcome(result),
  ];
  const attributes = `name="${text(result.id)}" classname="${text(result.area)}" time="${result.durationMs / 1000}"`;
  return [`    <testcase ${attributes}>`, ...inside, '    </testcase>'].join('\n');
}

function outcome(result: CaseResult): string[] {
  const messages = result.checks
    .filter(({ verdict }) => verdict !== 'pass')
    .map((check) => `${check.verdict} ${check.requirement}: ${check.title} ${check.message ?? ''}`);
  const body = text([result.reason ?? '', ...messages].filter((line) => line !== '').join('\n'));
  const message = text(result.reason ?? messages[0] ?? result.verdict);
  if (result.verdict === 'harness-error') return [`      <error message="${message}">${body}</error>`];
  if (result.red) return [`      <failure type="${result.verdict}" message="${message}">${body}</failure>`];
  if (skipped(result)) return [`      <skipped message="${message}"/>`];
  return messages.length > 0 ? [`      <system-out>${body}</system-out>`] : [];
}

function baselineSuite(run: Run): string {
  return [
    `  <testsuite name="baseline" tests="${run.problems.length}" failures="${run.problems.length}" errors="0" skipped="0">`,
    ...run.problems.map(
      ({ kind, entry, message }) =>
        `    <testcase name="${text(entry.case)}" classname="baseline"><failure type="${kind}" message="${text(message)}"/></testcase>`,
    ),
    '  </testsuite>',
  ].join('\n');
}

const skipped = ({ red, verdict }: CaseResult) =>
  !red &&
  ['not-applicable', 'not-supported', 'not-exercised', 'known-failing', 'inconclusive', 'flaky'].includes(
    verdict,
  );

function counts(results: readonly CaseResult[]): string {
  const errors = results.filter(({ verdict }) => verdict === 'harness-error').length;
  const failures = results.filter(({ red }) => red).length - errors;
  return `tests="${results.length}" failures="${failures}" errors="${errors}" skipped="${results.filter(skipped).length}"`;
}

const property = (name: string, value: string, indent: number) =>
  `${' '.repeat(indent)}<property name="${text(name)}" value="${text(value)}"/>`;

/** Text for XML: special characters escaped, those XML 1.0 cannot hold left out. */
function text(value: string): string {
  return value
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
