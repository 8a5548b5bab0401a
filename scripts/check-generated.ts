/** Fails when an OpenAPI document does not lint or keep our own rules, or when a generated file is stale. */
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
// Nothing can be derived from a document that is itself broken.
const stale = faults.length > 0 ? [] : await staleFiles();
const complaints = [
  ...faults,
  ...stale.map((path) => `${path} is stale: run \`npm run generate\` and commit it.`),
];
for (const complaint of complaints) console.error(complaint);
if (complaints.length > 0) process.exitCode = 1;
else console.log(`${document} and ${control} lint, every answer is graded, all generated files are current.`);
