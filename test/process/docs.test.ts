import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';
import { afterAll, expect, test } from 'vitest';
import { errorTable } from '../../src/contract/errors.js';
import { controlErrors } from '../../src/handles/errors.js';
import { startMock } from '../../src/index.js';

/**
 * The code on our pages is compiled and run: every `ts` block that imports something is a program. One that imports
 * nothing is an excerpt, and left alone.
 */

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = `${root}tmp/docs-${process.pid}/`;

/** What a reader of the package imports, and where it is here. */
const sources: Readonly<Record<string, string>> = {
  'decart-mock': 'src/index.js',
  'decart-mock/vitest': 'src/vitest.js',
  'decart-mock/conformance': 'conformance/vitest.js',
  '@decartai/sdk': 'sdk-0.1.20',
};

/** Compiled, but not run here: a whole suite, which has its own tests, and what needs the page around it. */
const tooMuch = /from 'decart-mock\/conformance'|^declare const /m;

interface Program {
  readonly page: string;
  readonly line: number;
  readonly code: string;
  readonly path: string;
}

async function pages(): Promise<string[]> {
  const docs = await readdir(`${root}docs`, { recursive: true });
  return ['README.md', ...docs.filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)];
}

async function programsOf(page: string): Promise<Program[]> {
  const text = await readFile(root + page, 'utf8');
  return [...text.matchAll(/^```ts\n([^]*?)^```/gm)].flatMap(({ 1: code = '', index }): Program[] => {
    if (!/^import /m.test(code)) return [];
    const line = text.slice(0, index).split('\n').length + 1;
    const path = `${folder}${page.replace(/\W+/g, '-')}-${line}.ts`;
    return [{ page, line, code, path }];
  });
}

const programs = (await Promise.all((await pages()).map(programsOf))).flat();
await mkdir(folder, { recursive: true });
/** Stands where a page says that one was started by hand. */
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

test('there is code on the pages', () => {
  expect(programs.length).toBeGreaterThan(4);
});

test('it compiles', { timeout: 120_000 }, () => {
  const { config } = ts.readConfigFile(`${root}tsconfig.json`, (path) => ts.sys.readFile(path)) as {
    config: object;
  };
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [] }, ts.sys, root);
  const compiled = ts.createProgram(
    programs.map(({ path }) => path),
    // What is declared to be shown need not be used.
    { ...options, noEmit: true, noUnusedLocals: false },
  );
  const wrong = programs.flatMap(({ page, line, path }) => {
    const file = compiled.getSourceFile(path);
    return ts.getPreEmitDiagnostics(compiled, file).map(({ messageText, start = 0 }) => {
      const at = line + (file?.getLineAndCharacterOfPosition(start).line ?? 0);
      return `${page}:${at} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
    });
  });
  expect(wrong).toEqual([]);
});

for (const { page, line, code, path } of programs.filter((program) => !tooMuch.test(program.code))) {
  const load = (): Promise<unknown> => import(/* @vite-ignore */ pathToFileURL(path).href);
  // Code with tests in it declares them when it is loaded; any other code runs then.
  if (/from '(?:vitest|decart-mock\/vitest)'/.test(code)) await load();
  else test(`${page}:${line} runs`, async () => void (await load()));
}

test('the page about the control API has its errors and its scenario', async () => {
  const page = await readFile(`${root}docs/control-api.md`, 'utf8');
  const rows = [...page.matchAll(/^\| `(\w+)` +\| (\d{3}) +\| (.+?) +\|$/gm)].map(
    ([, code, status, advice]) => [code, Number(status), advice],
  );
  expect(rows).toEqual(
    Object.entries(controlErrors).map(([code, { status, advice }]) => [code, status, advice]),
  );
  expect(page).toContain(await readFile(`${root}fixtures/scenarios/busy-evening.yaml`, 'utf8'));
});

test('the page about rules has the table of errors', async () => {
  const page = await readFile(`${root}docs/reference/rules.md`, 'utf8');
  const rows = [...page.matchAll(/^\| `(\w+)` +\| (\d{3}) +\| (.+?) +\| (\w+) +\| (.+?) +\|$/gm)].map(
    ([, code, status, ...texts]) => [code, Number(status), ...texts],
  );
  expect(rows).toEqual(
    Object.entries(errorTable).map(([code, { status, message, evidence, advice }]) => [
      code,
      status,
      message,
      evidence,
      advice,
    ]),
  );
});
