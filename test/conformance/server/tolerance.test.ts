import { afterAll, beforeAll, expect, test } from 'vitest';
import { discover } from '../../../conformance/targets/discover.js';
import { runServer } from '../../../conformance/engine/run-server.js';
import { bytes, edit, ifOk, json } from '../../../conformance/mutants/changes.js';
import type { MutantChange } from '../../../conformance/mutants/mutant.js';
import { startMutant } from '../../../conformance/mutants/server-proxy.js';
import { at, on } from '../../../conformance/mutants/when.js';
import { loadRequirements } from '../../../conformance/requirements/load.js';
import { serverCases } from '../../../conformance/suites/server/index.js';
import { startMock, type RunningMock } from '../../../src/index.js';

let mock: RunningMock;
beforeAll(async () => void (mock = await startMock({ seed: 'tolerance' })));
afterAll(() => mock.close());

/** Runs some cases against the mock server behind a relay that changes its answers. */
async function judge(change: MutantChange, filter: string[]) {
  const relay = await startMutant(mock.url, { change });
  try {
    const options = { requirements: loadRequirements(), version: '0', seed: 1, filter };
    return await runServer(serverCases, await discover({ url: relay.url }), options);
  } finally {
    await relay.close();
  }
}

test('unknown members are not a fault, in errors as well', async () => {
  const unknownMembers = edit(json((body) => ({ x_new: 1, ...body, x_newer: { a: [] } })));
  const run = await judge(unknownMembers, ['tokens.key/*', 'errors.envelopes/*', 'realtime.tickets/*']);
  expect(run.results.filter(({ verdict }) => verdict !== 'pass')).toEqual([]);
});

test('statuses in capitals are reported as such, and not as a job without end', async () => {
  const capitals = at(
    on.status,
    edit(ifOk(json((body) => ({ ...body, status: String(body['status']).toUpperCase() })))),
  );
  const run = await judge(capitals, ['queue.poll/life-of-a-job', 'queue.content/of-a-completed-job']);
  const [life, content] = run.results;
  const check = life?.checks.find(({ requirement, red }) => red && requirement === 'QUE-06');
  expect(check).toMatchObject({ verdict: 'fail', message: expect.stringContaining('COMPLETED') as unknown });
  expect(content?.reason).toContain('"COMPLETED"');
});

test.each([
  ['its last hundred bytes', (video: Buffer) => video.subarray(0, -100)],
  ['its second half', (video: Buffer) => video.subarray(0, video.length / 2)],
])('a video without %s breaks a MUST', async (_, cut) => {
  const run = await judge(at(on.content, edit(ifOk(bytes(cut)))), ['queue.content/of-a-completed-job']);
  const broken = run.results[0]?.checks.filter(({ red }) => red).map(({ requirement }) => requirement);
  expect(broken).toEqual(['MED-01']);
});
