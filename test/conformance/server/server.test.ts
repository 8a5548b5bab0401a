import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { discover } from '../../../conformance/targets/discover.js';
import type { CaseResult } from '../../../conformance/engine/case-result.js';
import type { Run } from '../../../conformance/engine/run.js';
import { runServer } from '../../../conformance/engine/run-server.js';
import { isQuiet } from '../../../conformance/engine/verdict.js';
import { jsonReport, withoutTimes } from '../../../conformance/report/json.js';
import { loadRequirements } from '../../../conformance/requirements/load.js';
import { serverCases } from '../../../conformance/suites/server/index.js';
import { conformance } from '../../../conformance/vitest.js';
import { startMock, type RunningMock } from '../../../src/index.js';

let mock: RunningMock;
beforeAll(async () => void (mock = await startMock({ seed: 'conformance' })));
afterAll(() => mock.close());

describe('the mock server, case by case', () => {
  conformance({ url: () => mock.url });
});

test('a mock server behind a control token accepts control calls only with the token', async () => {
  await using guarded = await startMock({ seed: 'guarded', controlToken: 'open-sesame' });
  const { control } = await discover({ url: guarded.url });
  expect(control).toBeUndefined();
  vi.stubEnv('DECART_MOCK_CONTROL_TOKEN', 'open-sesame');
  const controlled = await discover({ url: guarded.url });
  await expect(controlled.control?.setQuota('dct_guarded', 3)).resolves.toBeUndefined();
  expect((await guarded.account('dct_guarded').quota.get()).limit).toBe(3);
});

describe('the mock server, as one run', { timeout: 120_000 }, () => {
  const runSuite = async () =>
    runServer(serverCases, await discover({ url: mock.url }), {
      requirements: loadRequirements(),
      seed: 5,
      version: '0',
      keepTraces: true,
    });
  let done: Run;
  beforeAll(async () => void (done = await runSuite()));

  test('conforms, and leaves nothing behind', () => {
    expect(done.exitCode).toBe(0);
    expect(done.leftovers).toEqual([]);
    expect(done.contract).toBe(true);
  });

  test('checks every requirement', () => {
    const untested = done.coverage.filter(({ state }) => state === 'untested').map(({ id }) => id);
    // Over LiveKit the kit carries no media, so what begins there shows with simulated media alone.
    expect(untested).toEqual(['RT-88']);
  });

  test('with simulated media checks that a bare join generates nothing', async () => {
    await using simulated = await startMock({ seed: 'simulated', realtime: { media: 'simulated' } });
    const bareJoin = serverCases.filter(({ id }) => id === 'realtime.join/nothing-applied');
    const run = await runServer(bareJoin, await discover({ url: simulated.url }), {
      requirements: loadRequirements(),
      seed: 5,
      version: '0',
    });
    expect(run.coverage.find(({ id }) => id === 'RT-88')?.state).toBe('tested');
    expect(run.exitCode).toBe(0);
  });

  test('costs what the plan says: no case creates more than it declares', () => {
    const created = ({ trace }: CaseResult, path: RegExp) =>
      trace.filter((each) => each.method === 'POST' && path.test(each.path) && (each.status ?? 500) < 300)
        .length;
    for (const each of serverCases) {
      const result = done.results.find(({ id }) => id === each.id);
      if (!result) throw new Error(`${each.id} has no result`);
      const bill = {
        jobs: created(result, /^\/v1\/jobs\//),
        images: created(result, /^\/v1\/generate\//),
        tokens: created(result, /^\/v1\/client\/tokens/),
      };
      const { jobs = 0, images = 0, tokens = 0 } = each.cost;
      const within = bill.jobs <= jobs && bill.images <= images && bill.tokens <= tokens;
      expect(
        within,
        `${each.id} created ${JSON.stringify(bill)}, declared ${JSON.stringify(each.cost)}`,
      ).toBe(true);
      const uploads = created(result, /^\/v1\/files/);
      if (bill.jobs + bill.tokens + uploads > 0) expect(each.effects, each.id).not.toBe('none');
    }
  });

  test('reports the same for the same seed', async () => {
    // Ids in the traces of passing cases differ from run to run.
    const report = (run: Run) =>
      withoutTimes(
        jsonReport({
          ...run,
          results: run.results.map((each) => (isQuiet(each.verdict) ? { ...each, trace: [] } : each)),
        }),
      );
    expect(report(await runSuite())).toBe(report(done));
  });
});
