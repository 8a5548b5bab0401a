import { afterAll, beforeAll, expect, test } from 'vitest';
import { startMock, type RunningMock } from '../../../src/index.js';
import { drive, javascript, notGreen } from './support/drive.js';

let mock: RunningMock;
beforeAll(async () => void (mock = await startMock({ seed: 'sdk-suite' })));
afterAll(() => mock.close());

test(
  'the newest JS SDK fails no MUST, and gets warnings for what it should do',
  { timeout: 90_000 },
  async () => {
    const run = await drive(mock.url, javascript('sdk-0.1.20'));
    expect(run.exitCode).toBe(0);
    expect(notGreen(run).sort()).toEqual([
      'models.names/served warn MOD-44',
      'process.refusal/reaches-the-caller warn ERR-44',
      // A machine too busy to judge a pace reports that; poll-pace.test.ts covers the judgement.
      expect.stringMatching(/^queue\.poll\/follows-a-job-to-its-end (warn|inconclusive) QUE-60$/),
    ]);
  },
);
