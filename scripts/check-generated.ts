/** Fails when an OpenAPI document breaks the linter's or our own rules, or when a generated file is stale. */
import { fileURLToPath } from 'node:url';
import { readDocument } from './evidence-document.js';
import { breaches, lintProblems } from './evidence-rules.js';
import { root, staleFiles } from './generate.js';

const document = 'openapi.yaml';
const control = 'control.openapi.yaml';

const faults = [
  ...[document, control].flatMap((path) => lintProblems(path, fileURLToPath(root))),
  ...breaches(readDocument(fileURLToPath(new URL(document, root)))),
];
// An invalid document has no meaningful generated files.
const stale = faults.length > 0 ? [] : await staleFiles();
const problems = [
  ...faults,
  ...stale.map((path) => `${path} is stale: run \`npm run generate\` and commit it.`),
];
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
else
  console.log(
    `${document} and ${control} are valid, every answer has evidence, all generated files are current.`,
  );
