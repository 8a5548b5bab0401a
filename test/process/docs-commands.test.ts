import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { splitCommand } from '../../conformance/adapters/split-command.js';
import { parseBaseline } from '../../conformance/engine/baseline.js';
import { checkConfig } from '../../src/cli/config-schema.js';
import { createProgram } from '../../src/cli/program.js';
import { readScenario, startMock } from '../../src/index.js';
import { allBlocks, pages, root, shellLines, textOf, type Block } from './support/pages.js';

/** The commands on our pages exist, the shell blocks with curl run, and the YAML is valid. */

const shell = allBlocks.filter(({ language }) => language === 'sh');
const at = ({ page, line }: Block): string => `${page}:${line}`;
const lines = shell.flatMap((block) => shellLines(block).map((line) => ({ where: at(block), line })));

/** Also those in running text. */
const inText = pages.flatMap((page) =>
  [...textOf(page).matchAll(/`((?:npx )?decart-mock [a-z][^`\n]*)`/g)].map(([, line = '']) => ({
    where: page,
    line: line.startsWith('npx') ? line : `npx ${line}`,
  })),
);

/** The command that words name, and the words that follow it. */
function commandOf(
  program: Command,
  words: readonly string[],
): { command: Command; rest: readonly string[] } {
  const [word, ...rest] = words;
  const next = program.commands.find((one) => one.name() === word || (word && one.aliases().includes(word)));
  return next ? commandOf(next, rest) : { command: program, rest: words };
}

const calls = [...lines, ...inText].filter(({ line }) => /^npx decart-mock /.test(line));

test.each(calls)('$where: "$line" is a command with flags that exist', async ({ line }) => {
  const words = splitCommand(line.replaceAll('...', '').replaceAll(/[<>]/g, '')).slice(2);
  const program = await createProgram(words, { out: () => undefined, err: () => undefined });
  const { command, rest } = commandOf(program, words);
  if (words[0] !== undefined && !words[0].startsWith('-')) expect(command).not.toBe(program);
  const known = [...command.options.flatMap(({ long, short }) => [long, short]), '--help', '--version'];
  const own = rest.includes('--') ? rest.slice(0, rest.indexOf('--')) : rest;
  const flags = own.filter((word) => /^--?[a-z]/.test(word)).map((word) => word.split('=')[0]);
  expect(flags.filter((flag) => !known.includes(flag))).toEqual([]);
});

test('the pages have commands', () => {
  expect(calls.length).toBeGreaterThan(40);
});

const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Readonly<Record<string, string>> };
const npmScripts = [...lines, ...pages.map((page) => ({ where: page, line: textOf(page) }))].flatMap(
  ({ where, line }) =>
    [...line.matchAll(/\bnpm (?:run (?:--silent )?([\w:-]+)|(start|test)\b)/g)].map(([, run, short]) => ({
      where,
      script: run ?? short ?? '',
    })),
);

test('every npm script that a page names exists', () => {
  expect(npmScripts.length).toBeGreaterThan(10);
  expect(npmScripts.filter(({ script }) => !(script in scripts))).toEqual([]);
});

/** Blocks of curl alone: what they call is a mock. */
const curls = shell.filter((block) => shellLines(block).some((line) => line.startsWith('curl ')));

test.each(curls.map((block) => ({ where: at(block), code: block.code })))(
  '$where: curl succeeds',
  async ({ code }) => {
    const folder = await mkdtemp(join(root, 'tmp/docs-curl-'));
    await using mock = await startMock();
    const script = code.replaceAll('http://127.0.0.1:8787', mock.url);
    try {
      await promisify(execFile)('bash', ['-euc', script], { cwd: folder });
    } finally {
      await rm(folder, { recursive: true });
    }
  },
);

const yaml = allBlocks
  .filter(({ language, page }) => language === 'yaml' && page !== 'README.md')
  .map((block) => ({ where: at(block), code: block.code }));

interface Step {
  readonly uses?: string;
  readonly with?: object;
}

/** The job checks this repository out, and uses the action from that folder with inputs that it has. */
function checkWorkflow(code: string): void {
  const { inputs } = parse(textOf('action.yml')) as { inputs: object };
  const { jobs } = parse(code) as { jobs: Readonly<Record<string, { steps: readonly Step[] }>> };
  const steps = Object.values(jobs).flatMap((job) => job.steps);
  expect(steps).toContainEqual(
    expect.objectContaining({ with: expect.objectContaining({ path: 'decart-mock' }) as object }),
  );
  const use = steps.find(({ uses }) => uses === './decart-mock');
  expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(use?.with ?? {})));
  expect(use?.with).toHaveProperty('url');
}

test.each(yaml)('$where: the YAML is valid', async ({ where, code }) => {
  const folder = await mkdtemp(join(root, 'tmp/docs-yaml-'));
  const file = join(folder, 'block.yaml');
  await writeFile(file, code);
  try {
    if (code.includes('entries:')) expect(parseBaseline(code).length).toBeGreaterThan(0);
    else if (code.startsWith('# config')) checkConfig(parse(code), where);
    else if (code.startsWith('# workflow')) checkWorkflow(code);
    else expect((await readScenario(file)).rules?.length).toBeGreaterThan(0);
  } finally {
    await rm(folder, { recursive: true });
  }
});
