/**
 * Prints what a vitest JSON report counted, as the last line, and leaves with 1 when anything was wrong: there, with the
 * runner's exit code, or with that of the kill matrix.
 */
import { readFileSync } from 'node:fs';

const [file, runnerStatus = '0', proofStatus = '0'] = process.argv.slice(2);
const report = JSON.parse(readFileSync(file, 'utf8'));
const { numPassedTests: passed, numPendingTests: pending, numTodoTests: todo } = report;

// A file that cannot be loaded fails without a test of its own to show for it.
const broken = report.testResults.filter(
  ({ status, assertionResults }) =>
    status === 'failed' && !assertionResults.some((one) => one.status === 'failed'),
);
const failed = report.numFailedTests + broken.length;
for (const { name, message } of broken) console.log(`${name} failed as a whole: ${message}`);

const red = failed > 0 || passed === 0 || !report.success || runnerStatus !== '0' || proofStatus !== '0';
if (proofStatus !== '0') console.log(`The kill matrix left with ${proofStatus}.`);
if (runnerStatus !== '0' && failed === 0)
  console.log(`No test failed, but the runner left with ${runnerStatus}.`);
const skipped = pending + todo;
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = red ? 1 : 0;
