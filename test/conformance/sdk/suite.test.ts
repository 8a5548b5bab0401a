import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jsonReport } from '../../../conformance/report/json.js';
import { sdkCases } from '../../../conformance/suites/sdk/index.js';
import { startMock, type RunningMock } from '../../../src/index.js';
import { heard, undeclared } from './support/args.js';
import { drive, javascript, reference, requirements } from './support/drive.js';

let mock: RunningMock;
beforeAll(async () => void (mock = await startMock({ seed: 'sdk-suite' })));
afterAll(() => mock.close());

const notGreen = (run: Awaited<ReturnType<typeof drive>>) =>
  run.results
    .filter(({ verdict }) => !['pass', 'not-applicable'].includes(verdict))
    .map(
      ({ id, verdict, checks }) =>
        `${id} ${verdict} ${checks.find((c) => c.verdict !== 'pass')?.requirement ?? ''}`,
    );

describe('over the whole suite', { timeout: 90_000 }, () => {
  test('a client that does as it should passes every case that applies to it', async () => {
    const asked: string[] = [];
    const run = await drive(mock.url, heard(reference, asked));
    expect(notGreen(run)).toEqual([]);
    expect(run.results.length).toBe(sdkCases.length);
    expect(run.results.filter(({ verdict }) => verdict === 'pass').length).toBeGreaterThan(33);
    expect(JSON.parse(jsonReport(run))).toMatchObject({ subject: 'client', sdk: { name: 'fetch' } });
    expect(asked.length).toBeGreaterThan(50);
    expect(asked.flatMap(undeclared)).toEqual([]);
  });

  test('the newest JS SDK fails nothing it must do, and is told what it should do', async () => {
    const run = await drive(mock.url, javascript('sdk-0.1.20'));
    expect(run.exitCode).toBe(0);
    expect(notGreen(run).sort()).toEqual([
      'models.names/served warn MOD-44',
      'process.refusal/reaches-the-caller warn ERR-44',
      // A machine too busy to judge a pace says so; that a pace is judged has tests of its own.
      expect.stringMatching(/^queue\.poll\/follows-a-job-to-its-end (warn|inconclusive) QUE-60$/),
    ]);
  });
});

test('every case checks requirements that are there and are for clients', () => {
  for (const { id, requires } of sdkCases) {
    for (const each of requires) expect(requirements.get(each)?.subject, `${id} ${each}`).toContain('client');
  }
  expect(new Set(sdkCases.map(({ id }) => id)).size).toBe(sdkCases.length);
});
