import type { Run } from '../engine/run.js';

/** A badge for shields.io's endpoint. */
export function badgeReport(run: Run): string {
  const passing = run.results.filter(({ verdict }) => ['pass', 'info', 'warn'].includes(verdict)).length;
  const red = run.results.filter((result) => result.red).length;
  const message = red > 0 ? `${red} failing` : run.exitCode === 0 ? `${passing} passing` : 'no verdict';
  const color = red > 0 ? 'red' : run.exitCode === 0 ? 'brightgreen' : 'lightgrey';
  return `${JSON.stringify({ schemaVersion: 1, label: 'decart conformance', message, color })}\n`;
}
