/**
 * Prints the total of vitest's JSON reports as the last line, with every failure named just above it. Exits with 1 when a
 * report has a failure, when a command failed, or when no test ran. Called with `name=exit-code` and
 * `name=exit-code=report.json`.
 */
import { readFileSync } from 'node:fs';

const MOST_OF_A_FAILURE = 1500;

let passed = 0;
let failed = 0;
let skipped = 0;
let red = false;

for (const step of process.argv.slice(2)) {
  const [name, status, file] = step.split('=');
  let failures = 0;
  if (file !== undefined) {
    const report = JSON.parse(readFileSync(file, 'utf8'));
    // A file that does not load fails without a failed test.
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
    failures = report.numFailedTests + broken.length;
    passed += report.numPassedTests;
    console.log(`${name}: ${report.numPassedTests} passed, ${failures} failed`);
    failed += failures;
    skipped += report.numPendingTests + report.numTodoTests;
    red ||= failures > 0 || report.numPassedTests === 0 || !report.success;
  }
  if (status === '0') continue;
  red = true;
  if (failures === 0) console.log(`${name} exited with ${status}.`);
}

console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = red || passed === 0 ? 1 : 0;
