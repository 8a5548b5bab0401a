import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
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

const [testBlock = '', ...moreTypeScript] = blocksOf('ts');

// Its test becomes one of this file.
await import(moduleOf(testBlock, 'block.test.ts'));

test('every block is run here', () => {
  expect(moreTypeScript).toEqual([]);
  expect(new Set(blocks.map(({ language }) => language))).toEqual(new Set(['sh', 'text', 'ts', 'yaml']));
});

test('what is printed at the start', async () => {
  const running = cli.spawn(['start', '--port', '0', '--seed', '3f9c2a71', '--now', '2026-11-20']);
  await running.until(({ stderr }) => stderr.includes('createDecartClient'));
  const host = /\/\/(127\.0\.0\.1:\d+)/.exec(running.stderr)?.[1] ?? '';
  expect(blocksOf('text')).toEqual([
    running.stderr.replaceAll(host, '127.0.0.1:8787').replace(/\n\n$/, '\n'),
  ]);
});

test('the config file is valid', async () => {
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
/** As scripts/check-package.ts does: pack, and install the tarball elsewhere. */
const installing = [
  'npm pack --silent',
  `npm i -D /path/to/${name}/${name}-${version}.tgz @decartai/sdk vitest`,
];

test('the install command names the tarball that npm packs', () => {
  expect(lines.filter((line) => /^npm (pack|i) ?/.test(line))).toEqual(installing);
});

test('every npm script that it names exists', () => {
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
    // Another test judges the whole contract.
    if (args[0] === 'conformance') args.push('--filter', 'tokens.mint/**');
    const { code, stdout, stderr } = await cli.run(args);
    expect({ code, stderr: code === 0 ? '' : stderr + stdout }, command).toEqual({ code: 0, stderr: '' });
  }
});
