import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { discover } from '../../../conformance/targets/discover.js';
import { wireRequirement } from '../../../conformance/engine/wire-guard.js';
import type { Target } from '../../../conformance/targets/target.js';
import { clientMutants, correctScripts } from '../../../conformance/mutants/client/index.js';
import { mustsOf } from '../../../conformance/mutants/gate.js';
import { runCases, killServerMutant } from '../../../conformance/mutants/kill-server.js';
import { detectionsOf } from '../../../conformance/mutants/mutant-result.js';
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
let original: Target;
beforeAll(async () => {
  // Over LiveKit the kit carries no media: what begins there shows with simulated media alone.
  mock = await startMock({ seed: 'mutants', realtime: { media: 'simulated' } });
  original = await discover({ url: mock.url });
});
afterAll(() => mock.close());

/** Some without real waits; `npm run kill-matrix` in the gate runs all mutants and all correct clients. */
const someServers = [
  'm-QUE-07-goes-back',
  'm-QUE-10-content-too-early',
  'm-QUE-05-other-id',
  'm-MOD-08-retired-served',
  'm-ERR-12-no-preflight',
  'm-RT-10-out-of-order',
  'm-RT-20-line-cut',
  'm-RT-54-any-tag',
  'm-LIP-06-null-sound',
  'm-LIP-12-last',
];
const someClients = ['m-QUE-62-content-at-once', 'm-ERR-40-retries-422', 'm-TOK-40-account-key-in-a-page'];

const find = <T extends { id: string }>(all: readonly T[], id: string): T => {
  const found = all.find((each) => each.id === id);
  if (!found) throw new Error(`There is no mutant ${id}.`);
  return found;
};

describe('the mutants', () => {
  const all = [...serverMutants, ...clientMutants];

  test('have unique ids and break requirements that exist', () => {
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    const broken = all.flatMap(({ id, breaks }) =>
      breaks.filter((each) => !requirements.has(each)).map((each) => `${id} ${each}`),
    );
    expect(broken).toEqual([]);
  });

  test('break every MUST that a case or a traffic rule requires', () => {
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

  test('are those of the kill matrix in docs, where all are killed without a false alarm', () => {
    const file = new URL('../../../docs/reference/generated/kill-matrix.json', import.meta.url);
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

describe.concurrent('a server mutant is detected by checks of the broken requirement alone', () => {
  test.each(someServers)('%s', { timeout: 60_000 }, async (id) => {
    const result = await killServerMutant(find(serverMutants, id), serverCases, original, options);
    expect({ missed: result.missed, falseAlarms: result.falseAlarms }).toEqual({
      missed: [],
      falseAlarms: [],
    });
    expect(result.kills.length).toBeGreaterThan(0);
  });
});

describe.concurrent('a client mutant is detected by checks of the broken requirement alone', () => {
  test.each(someClients)('%s', { timeout: 30_000 }, async (id) => {
    const result = await killClientMutant(find(clientMutants, id), mock.url, requirements);
    expect({ missed: result.missed, falseAlarms: result.falseAlarms }).toEqual({
      missed: [],
      falseAlarms: [],
    });
    expect(result.kills.length).toBeGreaterThan(0);
  });
});

describe.concurrent('no check fails without a mutant', () => {
  test('the original server behind a proxy that changes nothing', { timeout: 60_000 }, async () => {
    const cases = serverCases.filter(({ id }) =>
      /^(tokens\.mint|files\.upload|queue\.content|realtime\.join)/.test(id),
    );
    const results = await runCases({ id: 'original' }, cases, original, options);
    expect(detectionsOf(results)).toEqual([]);
    expect(results.filter(({ verdict }) => verdict !== 'pass').map(({ id }) => id)).toEqual([]);
  });

  test.each(['realtime', 'mended after an error'])(
    'a correct client: %s',
    { timeout: 30_000 },
    async (name) => {
      const run = correctScripts[name];
      if (!run) throw new Error(`There is no script ${name}.`);
      const results = await judgeScript(name, run, mock.url, requirements);
      expect(detectionsOf(results)).toEqual([]);
      expect(results.some(({ verdict }) => verdict === 'pass')).toBe(true);
    },
  );
});
