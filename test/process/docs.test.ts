import { mkdir, rm, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { afterAll, expect, test, vi } from 'vitest';
import { startMock } from '../../src/index.js';
import { allBlocks, root, type Block } from './support/pages.js';

/**
 * The code on our pages is compiled and run: every `ts` block that imports something is a program. One that imports
 * nothing is an excerpt, and is skipped.
 */

const folder = `${root}tmp/docs-${process.pid}/`;

/** What a reader of the package imports, and its source here. */
const sources: Readonly<Record<string, string>> = {
  'decart-mock': 'src/index.js',
  'decart-mock/vitest': 'src/vitest.js',
  'decart-mock/conformance': 'conformance/vitest.js',
  '@decartai/sdk': 'sdk-0.1.20',
};

/** Compiled, but not run here: a whole suite, which has its own tests, and code that needs the page around it. */
const onlyCompiled = /from 'decart-mock\/conformance'|^declare const /m;

interface Program extends Block {
  readonly path: string;
}

const programs: readonly Program[] = allBlocks
  .filter(({ language, code }) => language === 'ts' && /^import /m.test(code))
  .map((block) => ({ ...block, path: `${folder}${block.page.replace(/\W+/g, '-')}-${block.line}.ts` }));
await mkdir(folder, { recursive: true });
/** Takes the place of the mock that the reader of a page has started. */
const started = await startMock({ clock: 'auto' });
for (const { code, path } of programs) {
  const local = code.replace(/(from |import\()'([^']+)'/g, (whole, before: string, name: string) => {
    const source = sources[name];
    if (source === undefined) return whole;
    return `${before}'${source.endsWith('.js') ? `../../${source}` : source}'`;
  });
  const { host } = new URL(started.url);
  await writeFile(path, local.replace(/\b(?:127\.0\.0\.1|localhost):8787\b/g, host));
}
afterAll(async () => {
  await started.close();
  await rm(folder, { recursive: true });
});

test('the pages have programs', () => {
  expect(programs.length).toBeGreaterThan(14);
});

test('every program compiles', { timeout: 120_000 }, () => {
  const { config } = ts.readConfigFile(`${root}tsconfig.json`, (path) => ts.sys.readFile(path)) as {
    config: object;
  };
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, root);
  const compiled = ts.createProgram(
    programs.map(({ path }) => path),
    // An example may declare what it does not use.
    { ...options, noEmit: true, noUnusedLocals: false },
  );
  const errors = programs.flatMap(({ page, line, path }) => {
    const file = compiled.getSourceFile(path);
    return ts.getPreEmitDiagnostics(compiled, file).map(({ messageText, start = 0 }) => {
      const at = line + (file?.getLineAndCharacterOfPosition(start).line ?? 0);
      return `${page}:${at} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
    });
  });
  expect(errors).toEqual([]);
});

for (const { page, line, code, path } of programs.filter((program) => !onlyCompiled.test(program.code))) {
  const load = (): Promise<unknown> => import(/* @vite-ignore */ pathToFileURL(path).href);
  // Code with tests in it declares them when it is loaded; any other code runs then.
  if (/from '(?:vitest|decart-mock\/vitest)'/.test(code)) await load();
  else
    test(`${page}:${line} runs`, async () => {
      const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
      await load();
      // `console.log(x); // value` states what is printed.
      const printed = [...code.matchAll(/^console\.log\(.*\); \/\/ (.+)$/gm)].map(([, value]) => value);
      const lines = log.mock.calls.map((values) => values.join(' '));
      log.mockRestore();
      expect(lines).toEqual(expect.arrayContaining(printed));
    });
}
