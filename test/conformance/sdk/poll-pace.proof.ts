import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startMock, type RunningMock } from '../../../src/index.js';
import { drive, polling, resultOf } from './support/drive.js';

let mock: RunningMock;
beforeAll(async () => void (mock = await startMock({ seed: 'poll-pace' })));
afterAll(() => mock.close());

const id = 'queue.poll/follows-a-job-to-its-end';
const follow = async (ms: number) => {
  const result = resultOf(await drive(mock.url, polling(ms), { filter: [id] }), id);
  return { ...result, pace: result.checks.filter(({ requirement }) => requirement === 'QUE-60') };
};

describe('the wait for a job', { timeout: 60_000 }, () => {
  test('is judged however rarely the client polls', async () => {
    const { verdict, checks } = await follow(4000);
    expect([verdict, checks.map((check) => check.verdict)]).toEqual(['pass', Array(5).fill('pass')]);
  });

  test('is too short at 1.2 seconds', async () => {
    const { pace } = await follow(1200);
    expect(pace).toMatchObject([
      { verdict: 'warn', message: expect.stringMatching(/1[23]\d\d ms/) as unknown },
    ]);
  });

  test('is measured again when the machine was too busy to tell', async () => {
    const began = performance.now();
    const load = setInterval(() => {
      const until = performance.now() + 700;
      while (performance.now() < until);
      if (until - began > 9000) clearInterval(load);
    }, 900);
    const { verdict, pace } = await follow(2500);
    expect([verdict, pace.length]).toEqual(['pass', 1]);
  });
});
