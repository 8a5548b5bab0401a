import { createServer, type AddressInfo } from 'node:net';
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { defineCase, type Case, type CaseDefinition } from '../../../conformance/engine/define-case.js';
import { mockControl } from '../../../conformance/targets/mock-control.js';
import { planOf } from '../../../conformance/engine/plan.js';
import { exitCodeOf } from '../../../conformance/engine/exit-code.js';
import { runServer } from '../../../conformance/engine/run-server.js';
import { schedule, type ScheduleOptions } from '../../../conformance/engine/schedule.js';
import { consoleReport } from '../../../conformance/report/console.js';
import { loadRequirements } from '../../../conformance/requirements/load.js';
import { json, stub } from './stub.js';

const options: ScheduleOptions = { requirements: loadRequirements(), seed: 1, concurrency: 4, allow: [] };
const passing = (slug: string, more: Partial<CaseDefinition> = {}): Case =>
  defineCase({
    id: `queue.test/${slug}`,
    title: slug,
    requires: ['QUE-01'],
    run: async (c) => {
      const answer = await c.http.get(`/${slug}`);
      c.check('QUE-01', answer.ok, { title: 'It answers.', answer });
    },
    ...more,
  });

test('a case that hangs and one that crashes the connection cost their own verdicts only', async () => {
  await using server = await stub((request, response) => {
    if (request.url === '/hang') return;
    if (request.url === '/crash') request.socket.destroy();
    else json(response, 200, {});
  });
  const cases = [passing('hang', { deadlineMs: 300 }), passing('one'), passing('crash'), passing('two')];
  const { results } = await schedule(cases, server.target, options);
  expect(results.map(({ verdict }) => verdict)).toEqual(['hung', 'pass', 'crashed', 'pass']);
});

test('results come in the order of the cases, each case with a key of its own', async () => {
  const keys = new Map<string, string>();
  await using server = await stub((request, response) => {
    keys.set(request.url ?? '', String(request.headers['x-api-key']));
    setTimeout(() => json(response, 200, {}), request.url === '/slow' ? 50 : 0);
  });
  const { results } = await schedule([passing('slow'), passing('fast')], server.target, options);
  expect(results.map(({ id }) => id)).toEqual(['queue.test/slow', 'queue.test/fast']);
  expect(keys.get('/slow')).not.toBe(keys.get('/fast'));
});

test('on a service that bills, a run only reads unless it is allowed more', async () => {
  await using server = await stub((_request, response) => json(response, 200, {}));
  const billed = { ...server.target, loopback: false };
  const cases = [
    passing('reads'),
    passing('mints', { effects: 'creates-ephemeral', cost: { tokens: 1 } }),
    passing('pays', { cost: { jobs: 1, gpuSeconds: 5 } }),
  ];
  const verdicts = async (more: Partial<ScheduleOptions>) =>
    (await schedule(cases, billed, { ...options, ...more })).results.map(({ verdict }) => verdict);
  expect(await verdicts({})).toEqual(['pass', 'not-applicable', 'not-applicable']);
  expect(await verdicts({ allow: ['creates-ephemeral'] })).toEqual(['pass', 'pass', 'not-applicable']);
  expect(await verdicts({ allow: ['creates-ephemeral', 'spend'] })).toEqual(['pass', 'pass', 'pass']);
});

test('a budget stops the run before it is exceeded, with its own exit code', async () => {
  await using server = await stub((_request, response) => json(response, 200, {}));
  const cases = ['a', 'b', 'c'].map((slug) => passing(slug, { cost: { jobs: 1, gpuSeconds: 1 } }));
  const done = await schedule(cases, server.target, { ...options, concurrency: 1, maxJobs: 2 });
  expect(done.results.map(({ verdict }) => verdict)).toEqual(['pass', 'pass', 'not-exercised']);
  expect(exitCodeOf({ ...done, problems: [] })).toBe(4);
});

test('a case that does not apply takes nothing from the budget, and needs no permission', async () => {
  await using server = await stub((_request, response) => json(response, 200, {}));
  const cost = { jobs: 1, gpuSeconds: 1 };
  const cases = [
    passing('a', { cost, needs: ['accounts'], effects: 'creates-durable' }),
    passing('b', { cost }),
  ];
  const billed = { ...server.target, loopback: false, accounts: false };
  const settings = { ...options, concurrency: 1, maxJobs: 1, allow: ['spend'] as const };
  const done = await schedule(cases, billed, settings);
  expect(done.results.map(({ verdict }) => verdict)).toEqual(['not-applicable', 'pass']);
  expect(done.results[0]?.reason).toBe('The target has no accounts.');
  expect(done.stoppedByBudget).toBe(false);
});

test('a plan adds up the declared costs', () => {
  const plan = planOf([
    passing('a', { cost: { jobs: 2, gpuSeconds: 10, images: 1 } }),
    passing('b', { effects: 'deletes-own' }),
  ]);
  expect(plan).toMatchObject({
    cases: 2,
    cost: { jobs: 2, gpuSeconds: 10, images: 1 },
    effects: { none: 1, 'deletes-own': 1 },
  });
  expect(plan.usd).toBeGreaterThan(0);
});

test('a budget covers all rounds of a run, and a round that it stops makes no case flaky', async () => {
  let asked = 0;
  await using server = await stub((request, response) => {
    if (request.url === '/one') asked++;
    json(response, 500, {});
  });
  const run = await runServer([passing('one', { cost: { jobs: 1 } })], server.target, {
    requirements: loadRequirements(),
    version: '0.0.0',
    seed: 1,
    repeat: 5,
    maxJobs: 2,
  });
  expect(asked).toBe(2);
  expect(run.results.map(({ verdict }) => verdict)).toEqual(['fail']);
  expect(run.stoppedByBudget).toBe(true);
  expect(run.plan.cost.jobs).toBe(5);
});

test('an interrupted run starts no further case, and reports that', async () => {
  const interruption = new AbortController();
  await using server = await stub((_request, response) => {
    interruption.abort();
    json(response, 200, {});
  });
  const cases = [passing('one'), passing('two')];
  const done = await schedule(cases, server.target, {
    ...options,
    concurrency: 1,
    interrupted: interruption.signal,
  });
  expect(done.results.map(({ verdict, reason }) => [verdict, reason])).toEqual([
    ['pass', undefined],
    ['not-exercised', 'The run was interrupted.'],
  ]);
  expect([...done.ran]).toEqual(['queue.test/one']);
  expect(done.stoppedByBudget).toBe(true);
});

test('a connection that a case spoiled is not shared with another case', async () => {
  const answer = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}';
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      const spoiled = data.toString().includes('the end of a body');
      if (spoiled || data.toString().startsWith('GET')) socket.write(answer);
      if (spoiled) socket.pause();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const target = { url, name: 'stub', loopback: true, accounts: false, keyFor: (id: string) => id };
  const cases = [
    passing('posts', {
      run: async (c) => {
        const early = await c.http.post('/early', { json: 'the end of a body' });
        c.check('QUE-01', early.ok, { title: 'It answers.', answer: early });
        // A connection is free for the next request after the end of the answer is handled.
        await new Promise(setImmediate);
      },
    }),
    passing('bystander', { deadlineMs: 2_000 }),
  ];
  const { results } = await schedule(cases, target, { ...options, concurrency: 1 });
  server.close();
  expect(results.map(({ verdict }) => verdict)).toEqual(['pass', 'pass']);
});

test('the case that stops the server is blamed, not those whose requests waited meanwhile', async () => {
  // While a client waits for /stops no other is served, as by a server with one thread.
  const waiting: (() => void)[] = [];
  let stopped = false;
  await using server = await stub((request, response) => {
    const serve = () => json(response, 200, {});
    if (request.url === '/stops') {
      stopped = true;
      request.socket.on('close', () => {
        stopped = false;
        for (const each of waiting.splice(0)) each();
      });
    } else if (stopped) waiting.push(serve);
    else serve();
  });
  const deadlineMs = 400;
  const cases = [passing('stops', { deadlineMs }), passing('one', { deadlineMs }), passing('two')];
  const reported: string[] = [];
  const run = await runServer(cases, server.target, {
    ...options,
    version: '0.0.0',
    concurrency: 2,
    onResult: ({ id, verdict }) => void reported.push(`${id} ${verdict}`),
  });
  expect(run.results.map(({ verdict }) => verdict)).toEqual(['hung', 'pass', 'pass']);
  expect(reported.sort()).toEqual(['queue.test/one pass', 'queue.test/stops hung', 'queue.test/two pass']);
});

test('a case that hangs beside others and not alone is flaky, which is red', async () => {
  let asked = 0;
  await using server = await stub((request, response) => {
    if (request.method === 'HEAD' || request.url !== '/once' || ++asked > 1) json(response, 200, {});
  });
  const cases = [passing('once', { deadlineMs: 400 }), passing('one')];
  const run = await runServer(cases, server.target, { ...options, version: '0.0.0' });
  expect(run.results).toMatchObject([
    { verdict: 'flaky', red: true, reason: expect.stringContaining('not alone: pass') as unknown },
    { verdict: 'pass' },
  ]);
  expect(run.exitCode).toBe(1);
});

test('a control API that breaks off is a crash of its server, with the address', async () => {
  await using server = await stub((request, response) => {
    if (request.url?.startsWith('/_mock')) request.socket.resetAndDestroy();
    else json(response, 200, {});
  });
  const target = { ...server.target, control: mockControl(server.url) };
  const run = await runServer([passing('one')], target, { ...options, version: '0.0.0' });
  expect(run.results[0]).toMatchObject({ verdict: 'crashed' });
  expect(run.results[0]?.reason).toContain(`POST ${server.url}/_mock/reset: fetch failed: `);
  expect(run.exitCode).toBe(1);
});

test('a run that a limit stopped reports the limit', async () => {
  await using server = await stub((_request, response) => json(response, 200, {}));
  const cases = ['one', 'two'].map((slug) => passing(slug, { cost: { jobs: 2 } }));
  const run = await runServer(cases, server.target, { ...options, version: '0.0.0', maxJobs: 3 });
  expect(run.exitCode).toBe(4);
  expect(stripVTControlCharacters(consoleReport(run))).toContain(
    'A limit stopped the run: 1 case was not run. It would bring the jobs to 4: --max-jobs is 3. Exit code 4.',
  );
});
