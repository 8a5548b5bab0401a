/**
 * Runs the server suite against every wrong server and the watch on every wrong client, writes docs/kill-matrix.md
 * and .json, and fails when a MUST is not proved: `npm run kill-matrix`. To try some: `-- --only m-QUE`; with more cases that
 * must stay green: `-- --bystanders 70`. Those two write nothing, nor does `-- --check`, which runs and judges all.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { format } from 'prettier';
import { discover } from '../conformance/targets/discover.js';
import { clientMutants, soundScripts } from '../conformance/mutants/client/index.js';
import { gateOf, mustsOf } from '../conformance/mutants/gate.js';
import { inParallel, judge, killServerMutant, noticesOf } from '../conformance/mutants/kill.js';
import { judgeScript, killClientMutant } from '../conformance/mutants/kill-client.js';
import { matrixJson, matrixPage } from '../conformance/mutants/page.js';
import { serverMutants } from '../conformance/mutants/server/index.js';
import { survivors } from '../conformance/mutants/survivors.js';
import { loadRequirements } from '../conformance/requirements/load.js';
import { wireRequirement } from '../conformance/engine/wire-guard.js';
import { serverCases } from '../conformance/suites/server/index.js';
import { rules } from '../conformance/suites/traffic/rules/index.js';
import { startMock } from '../src/index.js';

const { values } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    bystanders: { type: 'string', default: '3' },
  },
});
const chosen = <T extends { id: string }>(all: readonly T[]) =>
  all.filter(({ id }) => id.includes(values.only));
const requirements = loadRequirements();
const options = { requirements, seed: 1, bystanders: Number(values.bystanders) };
const began = performance.now();

await using mock = await startMock({ seed: 'kill-matrix' });
const sound = await discover({ url: mock.url });

const honest = await judge({ id: 'sound' }, serverCases, sound, options);
const silent = await inParallel(Object.entries(soundScripts), 4, ([name, run]) =>
  judgeScript(name, run, mock.url, requirements),
);
const noise = noticesOf([...honest, ...silent.flat()]);
if (noise.length > 0) {
  for (const { by, requirement, message } of noise) console.error(`${by} ${requirement}: ${message}`);
  throw new Error('Even what is right sets off checks, so nothing can be proved. Mend that first.');
}

const fates = await inParallel(chosen(serverMutants), 4, (mutant) =>
  killServerMutant(mutant, serverCases, sound, options),
);
const clientFates = await inParallel(chosen(clientMutants), 8, (mutant) =>
  killClientMutant(mutant, mock.url, requirements),
);
const whole = values.only === '' && values.bystanders === '3';
const asked = [wireRequirement, ...serverCases.flatMap(({ requires }) => requires)];
const server = {
  fates,
  gate: gateOf(fates, whole ? mustsOf(asked, requirements) : [], whole ? survivors : {}),
};
const watched = rules.flatMap(({ requires }) => requires);
const client = {
  fates: clientFates,
  gate: gateOf(clientFates, whole ? mustsOf(watched, requirements) : [], {}),
};

if (whole && !values.check) {
  const matrix = { seed: options.seed, server, client, reasons: survivors };
  const file = (name: string) => fileURLToPath(new URL(`../docs/${name}`, import.meta.url));
  const page = await format(matrixPage(matrix, requirements), { parser: 'markdown' });
  writeFileSync(file('kill-matrix.md'), page);
  writeFileSync(file('kill-matrix.json'), matrixJson(matrix));
}
const problems = [...server.gate.problems, ...client.gate.problems];
for (const problem of problems) console.error(problem);
for (const [name, { score }] of Object.entries({ server: server.gate, client: client.gate })) {
  const { killed, mutants, precise, musts, mustsKilled } = score;
  console.log(
    `${name}: ${killed} of ${mutants} mutants killed, ${precise} precisely; ${mustsKilled} of ${musts} MUSTs proved`,
  );
}
console.log(`${((performance.now() - began) / 1000).toFixed(0)} s`);
if (problems.length > 0) process.exitCode = 1;
