import js from '@eslint/js';
import type { Linter } from 'eslint';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { houseRules } from './scripts/lint/house-rules.js';

const wallClock = 'Time comes only from the Clock (src/world/time/clock.ts).';
const chance = 'Chance comes only from the seed (src/world/random/random.ts).';

/** An account's time and chance are injected: a global here makes two runs with one seed differ. */
const noGlobals: Linter.RulesRecord = {
  'no-restricted-globals': [
    'error',
    { name: 'setInterval', message: wallClock },
    { name: 'setTimeout', message: wallClock },
  ],
  'no-restricted-properties': [
    'error',
    { object: 'Date', property: 'now', message: wallClock },
    { object: 'Math', property: 'random', message: chance },
    { object: 'crypto', property: 'randomUUID', message: chance },
    { object: 'performance', property: 'now', message: wallClock },
  ],
  'no-restricted-syntax': [
    'error',
    { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: wallClock },
    { selector: "CallExpression[callee.name='randomUUID']", message: chance },
  ],
};

export default defineConfig(
  { ignores: ['dist', 'node_modules', '**/*.gen.ts', 'tmp', '.venv', '.cache'] },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      // One idea a file. Blank lines and comments count: they are read too.
      'max-lines': ['error', { max: 300 }],
    },
  },
  { files: ['src/**/*.ts'], ignores: ['src/world/time/**', 'src/world/random/**'], rules: noGlobals },
  ...houseRules,
  { files: ['**/*.js', '**/*.mjs'], ...tseslint.configs.disableTypeChecked },
  {
    files: ['**/*.mjs'],
    rules: { 'no-redeclare': ['error', { builtinGlobals: false }] },
    languageOptions: {
      globals: Object.fromEntries(
        [
          'process',
          'console',
          'Buffer',
          'URL',
          'fetch',
          'Blob',
          'setTimeout',
          'setInterval',
          'performance',
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
);
