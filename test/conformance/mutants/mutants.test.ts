import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { discover } from '../../../conformance/targets/discover.js';
import { wireRequirement } from '../../../conformance/engine/wire-guard.js';
import type { Target } from '../../../conformance/targets/target.js';
import { clientMutants, soundScripts } from '../../../conformance/mutants/client/index.js';
import { mustsOf } from '../../../conformance/mutants/gate.js';
import { judge, killServerMutant, noticesOf } from '../../../conformance/mutants/kill.js';
import { judgeScript, killClientMutant } from '../../../conformance/mutants/kill-client.js';
import { serverMutants } from '../../../conformance/mutants/server/index.js';
import { survivors } from '../../../conformance/mutants/survivors.js';
import { loadRequirements } from '../../../conformance/requirements/load.js';
import { serverCases } from '../../../conformance/suites/server/index.js';
import { rules } from '../../../conformance/suites/traffic/rules/index.js';
import { startMock, type RunningMock } from '../../../src/index.js';

const requirements = loadRequirements();
const options = { requirements, seed: 3, bystanders: 2 };
let mock: RunningMock;
let sound: Target;
beforeAll(async () => {
  mock = await startMock({ seed: 'mutants' });
  sound = await discover({ url: mock.url });
});
afterAll(() => mock.close());

/** A few of each kind; `npm run kill-matrix` runs them all. */
const someServers = [
  'm-TOK-22-token-mints-token',
  'm-TOK-28-lives-for-ever',
  'm-FIL-14-usable-after-delete',
  'm-FIL-20-read-by-anybody',
  'm-PRO-01-called-jpeg',
  'm-QUE-07-goes-back',
  'm-QUE-10-content-too-early',
  'm-QUE-05-other-id',
  'm-MOD-08-retired-served',
  'm-MED-05-promises-more',
  'm-ERR-12-no-preflight',
  'm-RT-10-out-of-order',
  'm-RT-20-line-cut',
  'm-RT-54-any-tag',
];
const someClients = [
  'm-QUE-60-poll-storm',
  'm-QUE-62-content-at-once',
  'm-ERR-40-retries-422',
  'm-TOK-40-account-key-in-a-page',
  'm-RT-70-joins-twice',
];

const find = <T extends { id: string }>(all: readonly T[], id: string): T => {
  const found = all.find((each) => each.id === id);
  if (!found) throw new Error(`There is no mutant ${id}.`);
  return found;
};

describe('the mutants', () => {
  const all = [...serverMutants, ...clientMutants];

  test('have ids of their own, and break requirements that exist', () => {
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    const broken = all.flatMap(({ id, breaks }) =>
      breaks.filter((each) => !requirements.has(each)).map((each) => `${id} ${each}`),
    );
    expect(broken).toEqual([]);
  });

  test('break every MUST that a case or a rule asks for', () => {
    const without = (asked: readonly string[], mutants: readonly { breaks: readonly string[] }[]) => {
      const broken = new Set(mutants.flatMap(({ breaks }) => breaks));
      return mustsOf(asked, requirements).filter((id) => !broken.has(id) && !(id in survivors));
    };
    expect(
      without([wireRequirement, ...serverCases.flatMap(({ requires }) => requires)], serverMutants),
    ).toEqual([]);
    expect(
      without(
        rules.flatMap(({ requires }) => requires),
        clientMutants,
      ),
    ).toEqual([]);
  });

  test('are those of the kill matrix in docs, all of them killed and nothing else alarmed', () => {
    const file = new URL('../../../docs/kill-matrix.json', import.meta.url);
    type Side = { problems: string[]; mutants: { id: string; missed: string[]; falseAlarms: unknown[] }[] };
    const matrix = JSON.parse(readFileSync(file, 'utf8')) as { server: Side; client: Side };
    const rows = [...matrix.server.mutants, ...matrix.client.mutants];
    expect(
      rows.map(({ id }) => id),
      'run `npm run kill-matrix`',
    ).toEqual(all.map(({ id }) => id));
    expect(rows.filter(({ missed, falseAlarms }) => missed.length + falseAlarms.length > 0)).toEqual([]);
    expect([...matrix.server.problems, ...matrix.client.problems]).toEqual([]);
  });
});

describe.concurrent('a wrong server is noticed by the check that names it, and by no other', () => {
  test.each(someServers)('%s', { timeout: 60_000 }, async (id) => {
    const fate = await killServerMutant(find(serverMutants, id), serverCases, sound, options);
    expect({ missed: fate.missed, falseAlarms: fate.falseAlarms }).toEqual({ missed: [], falseAlarms: [] });
    expect(fate.kills.length).toBeGreaterThan(0);
  });
});

describe.concurrent('a wrong client is noticed by the rule that names it, and by no other', () => {
  test.each(someClients)('%s', { timeout: 30_000 }, async (id) => {
    const fate = await killClientMutant(find(clientMutants, id), mock.url, requirements);
    expect({ missed: fate.missed, falseAlarms: fate.falseAlarms }).toEqual({ missed: [], falseAlarms: [] });
    expect(fate.kills.length).toBeGreaterThan(0);
  });
});

describe.concurrent('what is right is noticed by nothing', () => {
  test('a server behind a proxy that changes nothing', { timeout: 60_000 }, async () => {
    const cases = serverCases.filter(({ id }) =>
      /^(tokens\.mint|files\.upload|queue\.content|realtime\.join)/.test(id),
    );
    const results = await judge({ id: 'sound' }, cases, sound, options);
    expect(noticesOf(results)).toEqual([]);
    expect(results.filter(({ verdict }) => verdict !== 'pass').map(({ id }) => id)).toEqual([]);
  });

  test.each(Object.keys(soundScripts))('a client: %s', { timeout: 30_000 }, async (name) => {
    const run = soundScripts[name];
    if (!run) throw new Error(`There is no script ${name}.`);
    const results = await judgeScript(name, run, mock.url, requirements);
    expect(noticesOf(results)).toEqual([]);
    expect(results.some(({ verdict }) => verdict === 'pass')).toBe(true);
  });
});
