/**
 * `npm run kill-matrix`: runs every mutant and writes docs/reference/generated/kill-matrix.md and .json. Exits with 1
 * when the gate fails. Options: `--check` writes nothing; `--only m-QUE` runs the mutants whose ids hold the text;
 * `--bystanders 70` runs more cases that must stay green. The last two write nothing either.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { format } from 'prettier';
import { defaultBystanders } from '../conformance/mutants/choice.js';
import { matrixJson, matrixPage } from '../conformance/mutants/page.js';
import { isWhole, runMatrix } from '../conformance/mutants/run-matrix.js';
import { loadRequirements } from '../conformance/requirements/load.js';

const { values } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    bystanders: { type: 'string', default: String(defaultBystanders) },
  },
});
const options = { only: values.only, bystanders: Number(values.bystanders) };
const began = performance.now();
const matrix = await runMatrix(options);

if (isWhole(options) && !values.check) {
  const folder = new URL('../docs/reference/generated/', import.meta.url);
  const page = await format(matrixPage(matrix, loadRequirements()), { parser: 'markdown' });
  writeFileSync(new URL('kill-matrix.md', folder), page);
  writeFileSync(new URL('kill-matrix.json', folder), matrixJson(matrix));
}
const { server, client } = matrix;
const problems = [...server.gate.problems, ...client.gate.problems];
for (const problem of problems) console.error(problem);
for (const [name, { score }] of Object.entries({ server: server.gate, client: client.gate })) {
  const { killed, mutants, precise, musts, mustsKilled } = score;
  console.log(
    `${name}: ${killed} of ${mutants} mutants killed, ${precise} precise; ${mustsKilled} of ${musts} MUSTs proved`,
  );
}
console.log(`${((performance.now() - began) / 1000).toFixed(0)} s`);
if (problems.length > 0) process.exitCode = 1;
