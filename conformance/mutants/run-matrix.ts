import { launchMock } from '../targets/launch-mock.js';
import { discover } from '../targets/discover.js';
import type { Target } from '../targets/target.js';
import type { Case } from '../engine/define-case.js';
import { wireRequirement } from '../engine/wire-guard.js';
import { loadRequirements } from '../requirements/load.js';
import { serverCases } from '../suites/server/index.js';
import { rules } from '../suites/traffic/rules/index.js';
import { chooseMutants, defaultBystanders } from './choice.js';
import { clientMutants, correctScripts } from './client/index.js';
import { gateOf, mustsOf } from './gate.js';
import { judgeScript, killClientMutant } from './kill-client.js';
import { killServerMutant, runCases, type KillOptions } from './kill-server.js';
import { detectionsOf, type Detection } from './mutant-result.js';
import type { Mutant } from './mutant.js';
import type { Matrix } from './page.js';
import { inParallel } from './parallel.js';
import { serverMutants } from './server/index.js';
import { survivors } from './survivors.js';

export interface MatrixOptions {
  /** Text that the ids of the mutants must hold; empty for all. */
  only: string;
  bystanders: number;
}

/** Whether the options leave nothing out, so that the result may be judged as a whole and written. */
export const isWhole = ({ only, bystanders }: MatrixOptions): boolean =>
  only === '' && bystanders === defaultBystanders;

/** At a time. Most of the time passes in waits, of up to 31 s, so there may be far more than cores. */
const limits = { originalCases: 12, serverMutants: 12, clientMutants: 8, correctScripts: 4 };

/**
 * Runs the server suite against every server mutant and the traffic rules over every client mutant.
 * @throws Error when a check detects something in the original server or in a correct client: then no kill is proof
 */
export async function runMatrix(matrixOptions: MatrixOptions): Promise<Matrix> {
  const requirements = loadRequirements();
  const options = { requirements, seed: 1, bystanders: matrixOptions.bystanders };
  // A process of its own: the mock and the kit take a core each.
  const mock = await launchMock({ seed: 1 });
  try {
    const original = await discover({ url: mock.url });
    const servers = chooseMutants(serverMutants, matrixOptions.only);
    const clients = chooseMutants(clientMutants, matrixOptions.only);
    const [alarms, serverResults, firstClientResults] = await Promise.all([
      detectionsWithoutMutant(serverCases, original, options),
      inParallel(slowFirst(servers), limits.serverMutants, (mutant) =>
        killServerMutant(mutant, serverCases, original, options),
      ),
      inParallel(clients, limits.clientMutants, (mutant) => killClientMutant(mutant, mock.url, requirements)),
    ]);
    const noise = await repeated(alarms, original, options);
    if (noise.length > 0) throw new Error(noiseText(noise));
    // On a busy machine a client that connects "at once" may be a second late.
    const clientResults = await inParallel([...clients.entries()], 1, async ([index, mutant]) => {
      const first = firstClientResults[index];
      return first?.missed.length === 0
        ? first
        : killClientMutant(mutant, mock.url, requirements, `${mutant.id} again`);
    });
    const whole = isWhole(matrixOptions);
    const musts = (ids: readonly string[]) => (whole ? mustsOf(ids, requirements) : []);
    const inOrder = servers.flatMap(({ id }) => serverResults.find((each) => each.id === id) ?? []);
    const casesRequire = [wireRequirement, ...serverCases.flatMap(({ requires }) => requires)];
    const rulesRequire = rules.flatMap(({ requires }) => requires);
    return {
      seed: options.seed,
      server: { results: inOrder, gate: gateOf(inOrder, musts(casesRequire), whole ? survivors : {}) },
      client: { results: clientResults, gate: gateOf(clientResults, musts(rulesRequire), {}) },
      reasons: survivors,
    };
  } finally {
    await mock.stop();
  }
}

/** What the checks detect in the original server and in correct clients: nothing, unless a check is wrong. */
async function detectionsWithoutMutant(
  cases: readonly Case[],
  original: Target,
  options: KillOptions,
): Promise<Detection[]> {
  const { requirements } = options;
  const servers = await runCases({ id: 'original' }, cases, original, {
    ...options,
    concurrency: limits.originalCases,
  });
  const clients = await inParallel(Object.entries(correctScripts), limits.correctScripts, ([name, run]) =>
    judgeScript(name, run, original.url, requirements),
  );
  return detectionsOf([...servers, ...clients.flat()]);
}

/** Those of the alarms that repeat once the mutants are done: a delay of a busy machine does not. */
async function repeated(
  alarms: readonly Detection[],
  original: Target,
  options: KillOptions,
): Promise<Detection[]> {
  if (alarms.length === 0) return [];
  const alarming = new Set(alarms.map(({ by }) => by));
  const cases = serverCases.filter(({ id }) => alarming.has(id));
  const again = await detectionsWithoutMutant(cases, original, options);
  return again.filter(({ by }) => alarming.has(by));
}

/** Mutants of WebSockets first: some of their cases wait for real timeouts of 15 and 31 s. */
const slowFirst = (mutants: readonly Mutant[]): Mutant[] =>
  [...mutants].sort((a, b) => Number(b.frames !== undefined) - Number(a.frames !== undefined));

const noiseText = (noise: readonly Detection[]) =>
  [
    'Checks fail on the original server or on a correct client, so no kill is proof. Fix these first:',
    ...noise.map(({ by, requirement, message }) => `${by} ${requirement}: ${message}`),
  ].join('\n');
