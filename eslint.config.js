import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const wallClock = 'Time comes only from the Clock (src/world/time/clock.ts).';
const chance = 'Chance comes only from the seed (src/world/random/random.ts).';

/** An account's time and luck are injected: a global here would make two runs with one seed differ. */
const noGlobals = {
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

/** Arrows of the house: an inner layer must not import an outer one. */
const layer = (files, banned) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns: banned.map((group) => ({ group: [group] })) }] },
});

export default tseslint.config(
  { ignores: ['dist', 'node_modules', '**/*.gen.ts', 'tmp', '.venv'] },
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
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/world/time/host-time.ts', 'src/world/random/random.ts'],
    rules: noGlobals,
  },
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
  layer(
    ['src/contract/**'],
    ['**/world/**', '**/http/**', '**/realtime/**', '**/control/**', '**/media/**', '**/cli/**'],
  ),
  layer(
    ['src/world/**'],
    ['**/http/**', '**/realtime/**', '**/control/**', '**/media/**', '**/cli/**', 'express', 'ws'],
  ),
  layer(['src/http/**'], ['**/control/**', '**/realtime/**', '**/cli/**', '**/server.js']),
  layer(['src/realtime/**'], ['**/http/**', '**/control/**', '**/cli/**', '**/server.js']),
  layer(['src/media/**'], ['**/http/**', '**/realtime/**', '**/control/**', '**/cli/**', '**/server.js']),
  layer(
    ['conformance/**'],
    ['**/world/**', '**/http/**', '**/realtime/**', '**/control/**', '**/media/**', '**/server.js'],
  ),
);
