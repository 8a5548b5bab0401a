import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jsonReport } from '../../../conformance/report/json.js';
import { sdkCases } from '../../../conformance/suites/sdk/index.js';
import { startMock, type RunningMock } from '../../../src/index.js';
import { recordLines, undeclared } from './support/args.js';
import { drive, notGreen, reference, requirements } from './support/drive.js';

let mock: RunningMock;
beforeAll(async () => void (mock = await startMock({ seed: 'sdk-suite' })));
afterAll(() => mock.close());

describe('over the whole suite', { timeout: 90_000 }, () => {
  test('a conforming client passes every case that applies to it', async () => {
    const lines: string[] = [];
    const run = await drive(mock.url, recordLines(reference, lines));
    expect(notGreen(run)).toEqual([]);
    expect(run.results.length).toBe(sdkCases.length);
    expect(run.results.filter(({ verdict }) => verdict === 'pass').length).toBeGreaterThan(33);
    expect(JSON.parse(jsonReport(run))).toMatchObject({ subject: 'client', sdk: { name: 'fetch' } });
    expect(lines.length).toBeGreaterThan(50);
    expect(lines.flatMap(undeclared)).toEqual([]);
  });
});

test('every case checks requirements that exist and are about clients', () => {
  for (const { id, requires } of sdkCases) {
    for (const each of requires) expect(requirements.get(each)?.subject, `${id} ${each}`).toContain('client');
  }
  expect(new Set(sdkCases.map(({ id }) => id)).size).toBe(sdkCases.length);
});
