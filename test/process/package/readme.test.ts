import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ALL_FORMATS, FilePathSource, Input } from 'mediabunny';
import { afterAll, expect, test, vi } from 'vitest';
import { readmeWithFlags } from '../../../scripts/readme-flags.js';
import { startMock } from '../../../src/index.js';
import { useCli } from '../cli/support/cli.js';

/** Every block of code in the README does what the README says. */

const root = fileURLToPath(new URL('../../../', import.meta.url));
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const blocks = [...readme.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language = '', code = '']) => ({
  language,
  code,
}));
const blocksOf = (wanted: string): string[] =>
  blocks.filter(({ language }) => language === wanted).map(({ code }) => code);

mkdirSync(join(root, 'tmp'), { recursive: true });
const folder = mkdtempSync(join(root, 'tmp/readme-'));
afterAll(() => rmSync(folder, { recursive: true }));
const cli = useCli({ withKit: true });

/** A block of TypeScript as a module of this repository. */
function moduleOf(code: string, name: string): string {
  const file = join(folder, name);
  const ours = { 'decart-mock': 'src/index.ts', 'decart-mock/vitest': 'src/vitest.ts' };
  const here = Object.entries(ours).reduce(
    (text, [name, path]) => text.replace(`from '${name}'`, `from '${join(root, path)}'`),
    code,
  );
  writeFileSync(file, here);
  return file;
}

const [testBlock = '', scriptBlock = '', ...moreTypeScript] = blocksOf('ts');

// Its test becomes one of this file.
await import(moduleOf(testBlock, 'block.test.ts'));

test('the blocks are those which are run here', () => {
  expect(moreTypeScript).toEqual([]);
  expect(new Set(blocks.map(({ language }) => language))).toEqual(
    new Set(['sh', 'text', 'js', 'ts', 'yaml']),
  );
});

test('the script with startMock meets the rule that it adds', async () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  await import(moduleOf(scriptBlock, 'block.ts'));
  expect(log.mock.calls).toEqual([[503]]);
  log.mockRestore();
});

test('the first job is the committed example, and brings a video as long as the clip, in the size of the model', async () => {
  expect(blocksOf('js')).toEqual([readFileSync(join(root, 'examples/first-job.mjs'), 'utf8')]);
  // Each poll sees the next status, however slow this machine is.
  await using mock = await startMock({ clock: 'auto', asOf: '2026-08-01' });
  cpSync(join(root, 'fixtures/input.mp4'), join(folder, 'fixtures/input.mp4'));
  const { stdout } = await promisify(execFile)(process.execPath, [join(root, 'examples/first-job.mjs')], {
    cwd: folder,
    env: { ...process.env, DECART_BASE_URL: mock.url },
  });
  expect(stdout).toMatch(/^uploaded file_\w+\npending\nprocessing\ncompleted\n$/);

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

test('what is printed at the start', async () => {
  const running = cli.spawn(['start', '--port', '0', '--seed', '3f9c2a71', '--now', '2026-11-20']);
  await running.until(({ stderr }) => stderr.includes('createDecartClient'));
  const host = /\/\/(127\.0\.0\.1:\d+)/.exec(running.stderr)?.[1] ?? '';
  expect(blocksOf('text')).toEqual([
    running.stderr.replaceAll(host, '127.0.0.1:8787').replace(/\n\n$/, '\n'),
  ]);
});

test('the config file is all right', async () => {
  const [yaml = '', ...others] = blocksOf('yaml');
  expect(others).toEqual([]);
  const file = join(folder, 'decart-mock.config.yaml');
  writeFileSync(file, yaml);
  expect(await cli.run(['validate', '--config', file])).toMatchObject({ code: 0 });
});

const lines = blocksOf('sh').flatMap((block) => block.trim().split('\n'));
const { scripts, name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  scripts: object;
  name: string;
  version: string;
};
/** What scripts/check-package.ts does: packs, and installs the tarball elsewhere. */
const installing = ['npm pack', `npm i -D /path/to/${name}/${name}-${version}.tgz @decartai/sdk vitest`];

test('what is installed is what npm packs', () => {
  expect(lines.filter((line) => /^npm (pack|i) ?/.test(line))).toEqual(installing);
});

test('every npm script that is named is there', () => {
  const named = lines.flatMap((line) => /^npm ci && npm (\w+)$/.exec(line)?.[1] ?? []);
  expect(named).toEqual(['start', 'test']);
  for (const name of named) expect(scripts).toHaveProperty(name);
});

test('every decart-mock command runs', async () => {
  const commands = lines.filter((line) => !line.startsWith('npm ci') && !installing.includes(line));
  expect(commands.length).toBeGreaterThan(0);
  await using mock = await startMock();
  for (const command of commands) {
    expect(command).toMatch(/^npx decart-mock /);
    const words = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
    const args = words.slice(2).map((word) => (word === 'http://127.0.0.1:8787' ? mock.url : word));
    // The verdict on the whole contract takes its time, and is another test's business.
    if (args[0] === 'conformance') args.push('--filter', 'tokens.mint/**');
    const { code, stdout, stderr } = await cli.run(args);
    expect({ code, stderr: code === 0 ? '' : stderr + stdout }, command).toEqual({ code: 0, stderr: '' });
  }
});

test('the table of flags is current', async () => {
  expect(await readmeWithFlags(readme)).toBe(readme);
});
