import { expect, test } from 'vitest';
import { checkAdapter, checkText } from '../../../conformance/adapters/check.js';
import { stdio } from '../../../conformance/adapters/stdio.js';
import { javascript, misbehaving, reference } from './support/drive.js';

/** An adapter answers within milliseconds; these leave room for a busy machine. */
const impatient = { answerMs: 1_500, leaveMs: 1_500 };

test.each([
  ['the reference adapter', reference],
  ['the adapter of the JS SDK', javascript('sdk-0.1.20')],
  ['an adapter whose SDK prints on stdout', misbehaving('noise')],
])('%s passes', async (_, adapter) => {
  const report = await checkAdapter(adapter);
  expect(report.findings.filter(({ ok }) => !ok)).toEqual([]);
  expect(report.findings.length).toBeGreaterThan(12);
});

test.concurrent.each([
  ['typo', 'it starts and greets', /adapter must NOT have additional properties \(versoin\)/],
  ['twice', 'it keeps to the protocol', /second result/],
  ['late', 'it keeps to the protocol', /came after the result/],
  ['gap', 'it keeps to the protocol', /has seq 3, and 0 was due/],
  ['shape', 'it keeps to the protocol', /outcome/],
  [
    'overclaim',
    'it answers "unsupported" to what it does not claim, made-up operations included',
    /queue.result by ok/,
  ],
  ['keyless', 'a constructor without a key reports its error', /Give the SDK no key/],
  ['silent', 'it stays alive and answers', /no result within/],
  ['mute', 'it stays alive and answers', /answered no ping within/],
  ['deaf', 'a cancelled sleep ends at once, as an error', /ended after/],
  ['exit', 'it exits within five seconds of bye, with exit code 0', /code 7/],
  ['stays', 'it exits within five seconds of bye, with exit code 0', /SIGTERM/],
])('an adapter that misbehaves (%s) fails: %s', { timeout: 30_000 }, async (manner, what, advice) => {
  const report = await checkAdapter(misbehaving(manner), impatient);
  expect(report.ok).toBe(false);
  const failed = report.findings.filter(({ ok }) => !ok);
  expect(failed.map((finding) => finding.what)).toContain(what);
  expect(checkText(report)).toMatch(advice);
});

test('a missing pong fails the check at the given timeout', async () => {
  const began = performance.now();
  const report = await checkAdapter(misbehaving('mute'), { answerMs: 300, leaveMs: 1_500 });
  expect(checkText(report)).toContain('It greeted, and answered no ping within 300 ms.');
  expect(performance.now() - began).toBeLessThan(5_000);
});

test('a missing program is reported by its name', async () => {
  const report = await checkAdapter(stdio(['no-such-program-here', 'x']));
  expect(checkText(report)).toMatch(/Cannot start "no-such-program-here x"/);
});

test.each([
  ['any-model', /warn it names the models its SDK takes\n\s+Its welcome has no "models", so .* any name/],
  [
    'no-video',
    /warn it names the models its SDK takes\n\s+It claims queue\.submit, and "models" has no video/,
  ],
])('an adapter that submits jobs gets a warning about its models (%s)', async (manner, advice) => {
  const report = await checkAdapter(misbehaving(manner), impatient);
  expect(report.ok).toBe(true);
  expect(checkText(report)).toMatch(advice);
});

test('a result is shown without the fields of every line of the protocol', async () => {
  const report = await checkAdapter(misbehaving('keyless'));
  expect(checkText(report)).toContain('open returned {"outcome":"ok","value":null}.');
});
