import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { json, stub } from '../../conformance/server/stub.js';
import { useCli } from './support/cli.js';

const root = join(import.meta.dirname, '../../..');

interface Action {
  inputs: Record<string, { default: string }>;
  runs: { steps: { id?: string; run?: string; env?: Record<string, string> }[] };
}

const cli = useCli({ withKit: true });
const action = parse(readFileSync(join(root, 'action.yml'), 'utf8')) as Action;

/** The command line as built, instead of the action's checkout. */
const command = () => `${process.execPath} ${cli.main}`;

/** Runs the action's script as GitHub would: inputs in the environment, and two files to write to. */
async function act(inputs: Record<string, string>, folder = mkdtempSync(join(tmpdir(), 'action-'))) {
  const step = action.runs.steps.find(({ id }) => id === 'judge');
  const value = (expression: string) => {
    const name = /inputs\.([\w-]+)/.exec(expression)?.[1] ?? '';
    return inputs[name] ?? action.inputs[name]?.default ?? '';
  };
  const env = Object.fromEntries(Object.entries(step?.env ?? {}).map(([name, from]) => [name, value(from)]));
  const files = { GITHUB_OUTPUT: join(folder, 'output'), GITHUB_STEP_SUMMARY: join(folder, 'summary') };
  const code = await new Promise<number>((resolve) => {
    execFile(
      'bash',
      ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step?.run ?? 'exit 99'],
      {
        cwd: root,
        env: { PATH: process.env['PATH'], ...env, ...files, KIT_REPORTS: join(folder, 'reports') },
      },
      (fault) => resolve(typeof fault?.code === 'number' ? fault.code : fault ? -1 : 0),
    );
  });
  const read = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8') : '');
  return { code, folder, output: read(files.GITHUB_OUTPUT), summary: read(files.GITHUB_STEP_SUMMARY) };
}

test('the action fails with the verdict, and leaves a summary, outputs and reports', async () => {
  await using server = await stub((_request, response) => json(response, 200, {}));
  const filter = 'tokens.method/get\nmodels.**\n';
  const { code, folder, output, summary } = await act({ command: command(), url: server.url, filter });
  expect(code).toBe(1);
  expect(output).toContain('exit-code=1\nreport=');
  expect(summary).toContain('does not conform');
  for (const file of ['report.json', 'report.html', 'report.md', 'junit.xml', 'badge.json'])
    expect(existsSync(join(folder, 'reports', file)), file).toBe(true);
}, 60_000);

test('an input is never run as shell code', async () => {
  const { code, folder } = await act({
    command: command(),
    url: 'http://127.0.0.1:9/"; touch $GITHUB_OUTPUT.hacked; "',
  });
  expect(code).toBe(2);
  expect(existsSync(join(folder, 'output.hacked'))).toBe(false);
}, 60_000);

test('a second use in the same folder reports nothing of the first', async () => {
  await using server = await stub((_request, response) => json(response, 200, {}));
  const inputs = { command: command(), url: server.url, args: '--seed 7\n--concurrency=2' };
  const first = await act({ ...inputs, filter: 'tokens.method/get' });
  expect([first.code, first.output.includes('report=')]).toEqual([1, true]);
  const second = await act({ ...inputs, filter: 'nope' }, first.folder);
  expect(second.code).toBe(2);
  expect(second.summary).toBe(first.summary);
  expect(second.output.slice(first.output.length)).toBe('exit-code=2\n');
  expect(existsSync(join(first.folder, 'reports', 'report.json'))).toBe(false);
}, 60_000);
