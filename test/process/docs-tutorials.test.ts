import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { ALL_FORMATS, FilePathSource, Input } from 'mediabunny';
import { afterAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { startMock } from '../../src/index.js';
import { useCli } from './cli/support/cli.js';
import { blocksOf, root, textOf } from './support/pages.js';

/** The programs of the pages that are more than a snippet do what the page says. */

mkdirSync(join(root, 'tmp'), { recursive: true });
const folder = mkdtempSync(join(root, 'tmp/tutorial-'));
afterAll(() => rmSync(folder, { recursive: true }));
const cli = useCli();
const run = promisify(execFile);

const codeOf = (page: string, language: string): readonly string[] =>
  blocksOf(page)
    .filter((block) => block.language === language)
    .map(({ code }) => code);

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

test('the first job is the committed example, and makes a video as long as the clip, in the size of the model', async () => {
  const page = 'docs/tutorial/first-job.md';
  expect(codeOf(page, 'js')).toEqual([readFileSync(join(root, 'examples/first-job.mjs'), 'utf8')]);
  // Each poll sees the next status, however slow this machine is.
  await using mock = await startMock({ clock: 'auto', asOf: '2026-08-01' });
  const { stdout } = await run(process.execPath, [join(root, 'examples/first-job.mjs')], {
    cwd: folder,
    env: { ...process.env, DECART_BASE_URL: mock.url },
  });
  expect(codeOf(page, 'text')).toEqual([stdout.replace(/file_\w+/, 'file_…')]);

  const video = new Input({
    source: new FilePathSource(join(folder, 'first-job.mp4')),
    formats: ALL_FORMATS,
  });
  const track = await video.getPrimaryVideoTrack();
  expect({ codec: track?.codec, width: track?.displayWidth, height: track?.displayHeight }).toEqual({
    codec: 'avc',
    width: 1088,
    height: 624,
  });
  expect(await video.computeDuration()).toBeCloseTo(1, 1);
});

test('a script starts the mock, calls it and stops it', async () => {
  const [script = '', ...others] = codeOf('docs/how-to/run-in-ci.md', 'js');
  expect(others).toEqual([]);
  const bin = join(folder, 'node_modules/.bin/decart-mock');
  mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });

  writeFileSync(bin, `#!/bin/sh\nexec '${process.execPath}' '${cli.main}' "$@"\n`);
  chmodSync(bin, 0o755);
  writeFileSync(join(folder, 'script.mjs'), script);
  const { stdout } = await run(process.execPath, ['script.mjs'], { cwd: folder });
  expect(stdout).toBe('200\nexit code 0\n');
});

test('the workflow starts a server before it judges', async () => {
  const [workflow = ''] = codeOf('docs/how-to/run-in-ci.md', 'yaml');
  const { jobs } = parse(workflow) as { jobs: { judge: { steps: readonly { run?: string }[] } } };
  const step = jobs.judge.steps.find(({ run }) => run?.includes(' start '))?.run ?? 'exit 99';
  const port = await freePort();
  const script = step
    .replaceAll('8787', String(port))
    .replace('node decart-mock/dist/cli/main.js', `'${process.execPath}' '${cli.main}'`);
  expect(script).toContain(cli.main);
  const { stdout } = await run('bash', ['-euc', `trap 'kill $!' EXIT\n${script}`]);
  expect(stdout).toContain('"status"');
});

test('the tests for node:test pass', async () => {
  const [code = '', ...others] = codeOf('docs/how-to/isolate-tests.md', 'js');
  expect(others).toEqual([]);
  const file = join(folder, 'quota.test.mjs');
  const source = pathToFileURL(join(root, 'src/index.ts')).href;
  writeFileSync(file, code.replace("from 'decart-mock'", `from '${source}'`));
  const { stdout } = await run(process.execPath, ['--import', 'tsx', '--test', file], { cwd: root });
  expect(stdout).toMatch(/^(?:#|ℹ) pass 1$/m);
});

test('the variables of exec are those of its page', async () => {
  const print = 'for (const name in process.env) if (/^DECART_/.test(name)) console.log(name)';
  const args = ['exec', '--quiet', '--control-token', 'secret', '--', process.execPath, '-e', print];
  const { stdout } = await cli.run(args);
  const documented = [...textOf('docs/how-to/run-in-ci.md').matchAll(/^\| `(DECART_\w+)`/gm)].map(
    ([, name]) => name,
  );
  expect(stdout.trim().split('\n').toSorted()).toEqual(documented.toSorted());
});

test('the realtime page is bundled by the command for another project', async () => {
  const [, command = ''] = /^npx (esbuild .*)$/m.exec(textOf('docs/tutorial/first-realtime.md')) ?? [];
  const outdir = join(folder, 'bundle');
  const [file = '', ...args] = command
    .replaceAll('node_modules/decart-mock/', '')
    .replace(/--outdir=\S+/, `--outdir=${outdir}`)
    .split(' ')
    .filter((word) => !/^--(?:serve|servedir|watch)=/.test(word));
  await run(join(root, 'node_modules/.bin', file), args, { cwd: root });
  expect(readFileSync(join(outdir, 'page.js'), 'utf8')).toContain('createDecartClient');
});
