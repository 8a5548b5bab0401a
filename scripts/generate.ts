/**
 * Writes every generated file: from openapi.yaml the types, the operation table and the evidence page; from
 * control.openapi.yaml the types of the control API; from the
 * catalogue the page of models and the kit's list of them; from the code the tables of flags, errors, rules and magic values.
 * Same input, same bytes: `scripts/check-generated.ts` relies on it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import openapiTS, { astToString, type OpenAPITSOptions } from 'openapi-typescript';
import { withFlags } from './cli-flags.js';
import { withErrors } from './error-tables.js';
import { operations, readDocument, type Document } from './evidence-document.js';
import { evidencePage } from './evidence.js';
import { withScenario } from './example-scenario.js';
import { withMagicValues } from './magic-values-page.js';
import { modelsPage } from './models-page.js';
import { pacePage } from './pace-page.js';
import { withRules } from './rules-page.js';
import { trafficModels } from './traffic-models.js';

export const root = new URL('../', import.meta.url);
const headerOf = (source: string): string =>
  `// Generated from ${source} by \`npm run generate\`. Do not edit.\n`;
const header = headerOf('openapi.yaml');

async function types(source: string, options: OpenAPITSOptions = {}): Promise<string> {
  const ast = await openapiTS(new URL(source, root), {
    defaultNonNullable: false,
    alphabetize: false,
    ...options,
  });
  return `${headerOf(source)}\n${astToString(ast)}`;
}

/** The routes of the document as code, so that a start parses no YAML. */
function operationTable(document: Document): string {
  const found = operations(document);
  const rows = found.flatMap(({ method, routes, operation }) =>
    routes.map((path) => {
      const accepts = Object.keys(operation.requestBody?.content ?? {});
      const row = {
        method: method.toUpperCase(),
        path,
        operationId: operation.operationId,
        ...(accepts.length > 0 && { accepts }),
        ...(operation.deprecated && { deprecated: true }),
      };
      return `  ${JSON.stringify(row)},`;
    }),
  );
  const ids = [...new Set(found.map(({ operation }) => operation.operationId))];
  return `${header}
/** Name of an operation in openapi.yaml. Aliases of a model share one. */
export type OperationId =
${ids.map((id) => `  | '${id ?? ''}'`).join('\n')};

export interface OperationRow {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Path template, with \`{name}\` for parameters. */
  readonly path: string;
  readonly operationId: OperationId;
  /** Content types of the request body; absent without a body. */
  readonly accepts?: readonly string[];
  /** Served at older dates, or by an older generation, only. */
  readonly deprecated?: true;
}

export const operationRows: readonly OperationRow[] = [
${rows.join('\n')}
];
`;
}

const pageOf = (path: string): string => readFileSync(new URL(path, root), 'utf8');

/** The content of each generated file, by its path from the repository's root. */
export async function generatedFiles(): Promise<ReadonlyMap<string, string>> {
  const source = new URL('openapi.yaml', root);
  const document = readDocument(fileURLToPath(source));
  return new Map([
    ['src/contract/api.gen.ts', await types('openapi.yaml')],
    ['src/contract/control.gen.ts', await types('control.openapi.yaml', { immutable: true })],
    ['src/contract/operations.gen.ts', operationTable(document)],
    ['docs/reference/generated/evidence.md', evidencePage(document)],
    ['docs/reference/generated/models.md', await modelsPage()],
    ['docs/reference/generated/live-pace.md', await pacePage()],
    ['conformance/suites/traffic/models.gen.json', trafficModels()],
    ['docs/reference/cli.md', await withFlags(pageOf('docs/reference/cli.md'))],
    ['docs/reference/errors.md', await withErrors(pageOf('docs/reference/errors.md'))],
    ['docs/reference/options.md', await withScenario(pageOf('docs/reference/options.md'))],
    ['docs/reference/rules.md', await withRules(pageOf('docs/reference/rules.md'))],
    ['docs/reference/magic-values.md', await withMagicValues(pageOf('docs/reference/magic-values.md'))],
  ]);
}

/** The generated files whose content on disk is outdated. */
export async function staleFiles(): Promise<string[]> {
  const current = (path: string): string | undefined => {
    try {
      return readFileSync(new URL(path, root), 'utf8');
    } catch {
      return undefined;
    }
  };
  return [...(await generatedFiles())]
    .filter(([path, content]) => current(path) !== content)
    .map(([path]) => path);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const [path, content] of await generatedFiles()) writeFileSync(new URL(path, root), content);
}
