import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMock, readScenario, startMock, type Scenario } from '../../../src/index.js';

const example = new URL('../../../fixtures/scenarios/busy-evening.yaml', import.meta.url).pathname;
let folder = '';
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'scenario-'))));
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

test('the example applies all its settings', async () => {
  await using mock = await startMock({ scenario: example, clock: 'manual' });
  expect(mock.seed).toBe('busy-evening');
  const trial = mock.account('dct_trial');
  expect((await trial.clock.get()).mode).toBe('manual');
  expect((await trial.clock.get()).now).toBe('2026-10-01T18:00:00.000Z');
  expect((await trial.state()).catalogueDate).toBe('2026-10-01T00:00:00.000Z');
  expect((await trial.state()).organisation).toBe('trial');
  expect((await trial.credits.get()).autoTopUp).toBeNull();
  expect(await trial.quota.get()).toMatchObject({ limit: 1 });
  expect((await mock.account('dct_studio_app').state()).organisation).toBe(
    (await mock.account('dct_studio_ci').state()).organisation,
  );
  expect((await mock.account('dct_anybody').rules.list()).map(({ id }) => id)).toEqual([
    'no-capacity',
    'slow-download',
  ]);
  expect(mock.world.account('dct_anybody').jobs.timing.pending).toBe(2_000);
  expect(mock.world.limits.jobRetentionMs).toBe(3_600_000);
});

test('a scenario can be JSON, and options override it', async () => {
  const scenario = await file('x.json', '{"seed": 7, "clock": {"mode": "scaled", "rate": 60}, "workers": 3}');
  await using one = await startMock({ scenario });
  expect(one.seed).toBe('7');
  expect(await one.clock.get()).toMatchObject({ mode: 'scaled', rate: 60 });
  await using two = await startMock({ scenario, seed: 'mine', clock: 'manual', now: '2026-01-01' });
  expect(two.seed).toBe('mine');
  expect(await two.clock.get()).toMatchObject({ mode: 'manual' });
});

test('a scenario can be an object, also for a mock without a port', async () => {
  const scenario: Scenario = {
    clock: 'manual',
    rules: [{ operation: 'verify', effect: { type: 'no-response' } }],
  };
  await using mock = createMock(await readScenario(scenario));
  expect(await mock.account().rules.unused()).toHaveLength(1);
});

test.each([
  ['sede: 1', 'Unrecognized key: "sede"'],
  ['clock: fast', 'clock: Write real, scaled, manual or auto, or {mode, rate, now}, rate above 0 to 1000000'],
  ['asOf: someday', 'asOf: Write a date like 2026-05-31 or 2026-05-31T12:00:00Z'],
  ['timing: { pending: soon }', 'timing.pending: '],
  ['workers: 0', 'workers: '],
  ['keys: { dct_a: { credits: -1 } }', 'keys.dct_a.credits: '],
  [
    'organisations: { acme: {} }\nkeys: { dct_a: { organisation: acne } }',
    'keys.dct_a.organisation: "acne" is not among the organisations: acme',
  ],
  [
    'rules:\n  - { operation: verify, effect: { type: no-response } }\n  - { operation: verfy, effect: { type: no-response } }',
    'rules[1]: There is no operation "verfy"; did you mean "verify"?',
  ],
  ['limits: { jobs: 1 }', 'limits: Unrecognized key: "jobs"'],
])('%j is refused with its path', async (text, message) => {
  const path = await file('bad.yaml', text);
  await expect(startMock({ scenario: path })).rejects.toThrow(new RegExp(`^${path} is not valid:\n`));
  await expect(startMock({ scenario: path })).rejects.toThrow(message);
});

test('a missing or unreadable file is one sentence', async () => {
  await expect(startMock({ scenario: join(folder, 'none.yaml') })).rejects.toThrow(
    /the file does not exist\.$/,
  );
  const path = await file('broken.yaml', 'rules: [\n  { operation: "verify"');
  await expect(startMock({ scenario: path })).rejects.toThrow(
    /broken\.yaml is neither YAML nor JSON: .*line 2/s,
  );
});
