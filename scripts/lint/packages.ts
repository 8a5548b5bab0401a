import type { Linter, Rule } from 'eslint';
import { forbid } from './forbid.js';

/** Folders without sockets, and the only packages and modules of Node that their files may import. */
export const packages: Readonly<Record<string, readonly string[]>> = {
  'src/contract': ['zod', 'node:diagnostics_channel', 'node:fs', 'node:path', 'node:url'],
  'src/world': ['jose', 'zod', 'node:crypto', 'node:stream', 'node:v8'],
};

/** A slash would end the regular expression of a selector. */
const pattern = (names: readonly string[]): string =>
  names.map((name) => name.replace('/', '\\u002F')).join('|');

const ruleOf = (folder: string): string => `packages-of-${folder.replace('/', '-')}`;

export const packageRules: Readonly<Record<string, Rule.RuleModule>> = Object.fromEntries(
  Object.entries(packages).map(([folder, allowed]) => [
    ruleOf(folder),
    forbid({
      selector: `:matches(ImportDeclaration, ImportExpression, ExportNamedDeclaration, ExportAllDeclaration, TSImportType)[source.value=/^(?!\\.|(${pattern(allowed)})$)/]`,
      message: `Files in ${folder} import only these packages: ${allowed.join(', ')} (scripts/lint/packages.ts).`,
    }),
  ]),
);

export const packageConfigs: readonly Linter.Config[] = Object.keys(packages).map((folder) => ({
  files: [`${folder}/**/*.ts`],
  rules: { [`house/${ruleOf(folder)}`]: 'error' },
}));
