import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { discover } from '../../../conformance/targets/discover.js';
import type { CaseResult } from '../../../conformance/engine/case-result.js';
import { runServer, type ServerRunOptions } from '../../../conformance/engine/run-server.js';
import { jsonReport, withoutTimes } from '../../../conformance/report/json.js';
import { loadRequirements } from '../../../conformance/requirements/load.js';
import { serverCases } from '../../../conformance/suites/server/index.js';
import { conformance } from '../../../conformance/vitest.js';
import { startMock, type RunningMock } from '../../../src/index.js';

let mock: RunningMock;
beforeAll(async () => void (mock = await startMock({ seed: 'conformance' })));
afterAll(() => mock.close());

describe('the stand-in, case by case', () => {
  conformance({ url: () => mock.url });
});

test('a stand-in behind a control token is steered by who knows it, and by nobody else', async () => {
  await using guarded = await startMock({ seed: 'guarded', controlToken: 'open-sesame' });
  const { control } = await discover({ url: guarded.url });
  expect(control).toBeUndefined();
  vi.stubEnv('DECART_MOCK_CONTROL_TOKEN', 'open-sesame');
  const steered = await discover({ url: guarded.url });
  await expect(steered.control?.setQuota('dct_guarded', 3)).resolves.toBeUndefined();
  expect(guarded.account('dct_guarded').quota.view().limit).toBe(3);
});

describe('the stand-in, as one run', () => {
  const requirements = loadRequirements();
  const run = async (more: Partial<ServerRunOptions> = {}) =>
    runServer(serverCases, await discover({ url: mock.url }), {
      requirements,
      seed: 5,
      version: '0',
      ...more,
    });

  test('conforms, checks every requirement, leaves nothing, and says the same for the same seed', async () => {
    const done = await run();
    expect(done.exitCode).toBe(0);
    expect(done.leftovers).toEqual([]);
    expect(done.contract).toBe(true);
    const untested = done.coverage.filter(({ state }) => state === 'untested').map(({ id }) => id);
    expect(untested).toEqual([]);
    expect(withoutTimes(jsonReport(await run()))).toBe(withoutTimes(jsonReport(done)));
  }, 120_000);

  test('costs what the plan says: nothing more is made than a case declares', async () => {
    const done = await run({ keepTraces: true });
    const made = ({ trace }: CaseResult, path: RegExp) =>
      trace.filter((each) => each.method === 'POST' && path.test(each.path) && (each.status ?? 500) < 300)
        .length;
    for (const each of serverCases) {
      const result = done.results.find(({ id }) => id === each.id);
      if (!result) throw new Error(`${each.id} has no result`);
      const bill = {
        jobs: made(result, /^\/v1\/jobs\//),
        images: made(result, /^\/v1\/generate\//),
        tokens: made(result, /^\/v1\/client\/tokens/),
      };
      const { jobs = 0, images = 0, tokens = 0 } = each.cost;
      const within = bill.jobs <= jobs && bill.images <= images && bill.tokens <= tokens;
      expect(within, `${each.id} made ${JSON.stringify(bill)}, declared ${JSON.stringify(each.cost)}`).toBe(
        true,
      );
      const uploads = made(result, /^\/v1\/files/);
      if (bill.jobs + bill.tokens + uploads > 0) expect(each.effects, each.id).not.toBe('none');
    }
  }, 120_000);
});
