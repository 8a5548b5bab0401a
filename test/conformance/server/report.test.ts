import { describe, expect, test } from 'vitest';
import { defineCase } from '../../../conformance/engine/define-case.js';
import { runServer } from '../../../conformance/engine/run-server.js';
import { badgeReport } from '../../../conformance/report/badge.js';
import { githubAnnotations } from '../../../conformance/report/github.js';
import { htmlReport } from '../../../conformance/report/html.js';
import { jsonReport, parseReport, withoutTimes } from '../../../conformance/report/json.js';
import { junitReport } from '../../../conformance/report/junit.js';
import { markdownReport } from '../../../conformance/report/markdown.js';
import { loadRequirements } from '../../../conformance/requirements/load.js';
import { json, stub } from './stub.js';

const requirements = loadRequirements();
const secret = 'dct_secret';
const cases = [
  defineCase({
    id: 'queue.test/good',
    title: 'Good',
    requires: ['QUE-01'],
    run: async (c) => void c.check('QUE-01', (await c.http.get('/good')).ok, { title: 'It answers.' }),
  }),
  defineCase({
    id: 'queue.test/bad',
    title: 'Bad <b>&"',
    requires: ['QUE-06'],
    run: async (c) => {
      const answer = await c.http.post('/bad', { form: [{ name: 'prompt', value: "it's <red>" }] });
      c.check('QUE-06', answer.ok, { title: 'One of four words.', answer });
    },
  }),
  defineCase({
    id: 'files.test/idle',
    title: 'Idle',
    requires: ['FIL-16'],
    needs: ['clock'],
    run: async () => {},
  }),
];

async function run() {
  await using server = await stub((request, response) => {
    const good = request.url === '/good';
    json(response, good ? 200 : 500, {
      detail: 'broken <here> \u0000 & "there"',
      key: request.headers['x-api-key'],
    });
  });
  // The address differs from run to run: two reports of one target are what is compared.
  const done = await runServer(cases, server.target, { requirements, seed: 3, version: '0.0.0' });
  return { ...done, target: { url: 'http://127.0.0.1:1', name: 'stub' } };
}

describe('the reports of one run', () => {
  test('agree on what is red, and contain no key', async () => {
    const done = await run();
    expect(done.exitCode).toBe(1);
    const all = [jsonReport(done), htmlReport(done, requirements), junitReport(done), markdownReport(done)];
    for (const report of [...all, githubAnnotations(done).join('\n')]) {
      expect(report).toContain('queue.test/bad');
      expect(report).not.toContain(secret);
    }
    expect(JSON.parse(badgeReport(done))).toMatchObject({
      schemaVersion: 1,
      message: '1 failing',
      color: 'red',
    });
  });

  test('JSON fits its schema, reads back, and is the same for the same seed, times aside', async () => {
    const [first, second] = [jsonReport(await run()), jsonReport(await run())];
    expect(withoutTimes(first)).toBe(withoutTimes(second));
    expect(jsonReport(parseReport(first))).toBe(first);
    expect(() => parseReport(first.replace('"fail"', '"failed"'))).toThrow(/not a report/);
  });

  test('JUnit has an element for the failure, with its message, and one for the skip, with its reason', async () => {
    const xml = junitReport(await run());
    expect(xml).toMatch(/<testsuite name="queue" tests="2" failures="1" errors="0" skipped="0">/);
    expect(xml).toMatch(/<failure type="fail" message="[^"]*QUE-06[^"]*">/);
    expect(xml).toContain('<skipped message="The target has no clock."/>');
    expect(xml).toMatch(/<property name="requirements" value="[^"]*QUE-06[^"]*"\/>/);
    expect(xml).toMatch(
      /<property name="replay" value="npx decart-mock conformance replay [^"]*queue.test\/bad/,
    );
    expect(xml).not.toContain('\u0000');
  });

  test('the page contains the traffic, a script that repeats it, the replay command, and no outside resource', async () => {
    const html = htmlReport(await run(), requirements);
    expect(html).toContain('POST /bad');
    expect(html).toContain(`--form-string 'prompt=it'\\''s &lt;red&gt;'`);
    expect(html).toContain("replay 'queue.test/bad' --url http://127.0.0.1:1 --seed 3");
    expect(html).not.toMatch(/(src|href)=/);
    expect(html).not.toContain('<b>&"');
  });

  test('coverage counts what was emitted, not what was declared', async () => {
    const { coverage } = await run();
    const state = (id: string) => coverage.find((row) => row.id === id)?.state;
    expect([state('QUE-01'), state('QUE-06'), state('FIL-16'), state('QUE-70')]).toEqual([
      'tested',
      'tested',
      'untested',
      'excluded',
    ]);
  });
});
