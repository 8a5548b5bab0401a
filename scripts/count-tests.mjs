/**
 * Prints the counts of vitest's JSON reports as the last line, after the name of every failure. Exits with 1 on any
 * failure, or when a command that ran exited with another code than 0. Called with `name=exit-code` and `name=exit-code=report.json`.
 */
import { readFileSync } from 'node:fs';

const MOST_OF_A_FAILURE = 1500;

let passed = 0;
let failed = 0;
let skipped = 0;
let red = false;

for (const step of process.argv.slice(2)) {
  const [name, status, file] = step.split('=');
  let wrong = 0;
  if (file !== undefined) {
    const report = JSON.parse(readFileSync(file, 'utf8'));
    // A file that cannot be loaded fails without a failed test.
    const broken = report.testResults.filter(
      (tests) => tests.status === 'failed' && !tests.assertionResults.some((one) => one.status === 'failed'),
    );
    for (const tests of broken) console.log(`${tests.name} failed as a whole: ${tests.message}`);
    for (const { name: path, assertionResults } of report.testResults) {
      for (const { fullName, failureMessages } of assertionResults.filter((one) => one.status === 'failed')) {
        console.log(
          `failed: ${path}: ${fullName}\n${failureMessages.join('\n').slice(0, MOST_OF_A_FAILURE)}`,
        );
      }
    }
    wrong = report.numFailedTests + broken.length;
    passed += report.numPassedTests;
    failed += wrong;
    skipped += report.numPendingTests + report.numTodoTests;
    red ||= wrong > 0 || report.numPassedTests === 0 || !report.success;
  }
  if (status === '0') continue;
  red = true;
  if (wrong === 0) console.log(`${name} exited with ${status}.`);
}

console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = red || passed === 0 ? 1 : 0;
