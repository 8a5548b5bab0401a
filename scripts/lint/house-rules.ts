import boundaries from 'eslint-plugin-boundaries';
import type { Linter } from 'eslint';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { importX } from 'eslint-plugin-import-x';
import { clockAndSeed } from './clock-and-seed.js';
import { exceptionConfigs } from './exceptions.js';
import { house, outside } from './house.js';
import { noAnyType } from './no-any-type.js';
import { packageConfigs, packageRules } from './packages.js';
import { visibleImports } from './visible-imports.js';

const depth = (folder: string): number => folder.split('/').length;
/** The deepest first: `src/http/routes` is a folder of its own, not a part of `src/http`. */
const folders = [...Object.keys(house), ...outside].sort((a, b) => depth(b) - depth(a));

const plugin = {
  rules: { ...visibleImports, ...packageRules, 'clock-and-seed': clockAndSeed, 'no-any-type': noAnyType },
};

/** An import rule for every folder of src and conformance, and no circles of values anywhere. */
export const houseRules: Linter.Config[] = [
  {
    files: ['src/**/*.ts', 'conformance/**/*.ts'],
    // Their types name an older ESLint.
    plugins: { boundaries, 'import-x': importX, house: plugin } as unknown as NonNullable<
      Linter.Config['plugins']
    >,
    settings: {
      'boundaries/elements': folders.map((folder) => ({ type: folder, pattern: folder })),
      'boundaries/files': [
        { category: 'entry', pattern: ['src/index.ts', 'src/vitest.ts', 'conformance/vitest.ts'] },
      ],
      'boundaries/include': ['**/*'],
      'import/resolver': { typescript: { project: 'tsconfig.json' } },
      'import-x/extensions': ['.ts', '.js'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
      'import-x/resolver-next': [createTypeScriptImportResolver({ project: 'tsconfig.json' })],
    },
    rules: {
      'boundaries/dependencies': [
        'error',
        {
          default: 'disallow',
          policies: [
            ...Object.entries(house).map(([from, allowed]) => ({
              from: { element: { type: from } },
              allow: { to: { element: { types: { anyOf: [from, ...allowed] } } } },
            })),
            // An entry re-exports from anywhere inside.
            {
              from: { file: { categories: 'entry' } },
              allow: { to: { element: { types: { anyOf: Object.keys(house) } } } },
            },
          ],
        },
      ],
      'boundaries/no-unknown-files': 'error',
      'boundaries/no-unknown-dependencies': 'error',
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'import-x/no-extraneous-dependencies': ['error', { devDependencies: false, includeTypes: true }],
      'no-eval': 'error',
      'house/no-any-type': 'error',
      ...Object.fromEntries(Object.keys(visibleImports).map((rule) => [`house/${rule}`, 'error'])),
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/world/time/**', 'src/world/random/**'],
    rules: { 'house/clock-and-seed': 'error' },
  },
  ...packageConfigs,
  ...exceptionConfigs,
];
