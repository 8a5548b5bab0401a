/**
 * Packs the package as npm publishes it and uses it like a new user: publint and attw check the tarball, then it is
 * installed in an empty folder, run, called by the real SDK, imported, and compiled against.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { proveKit } from './package/prove-kit.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'decart-mock-package-'));
const versionOf = (name: string): string =>
  (createRequire(import.meta.url)(join(root, 'node_modules', name, 'package.json')) as { version: string })
    .version;

function run(command: string, args: readonly string[], cwd = folder): string {
  console.log(`$ ${[command, ...args].join(' ')}`);
  return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

function expect(holds: boolean, what: string): void {
  if (!holds) throw new Error(`The packed package fails: ${what}.`);
  console.log(`ok: ${what}`);
}

try {
  const tarball = pack();
  look(tarball);
  install(tarball);
  await useFromTheCommandLine();
  importIt();
  compileAgainstIt();
  console.log('The packed package works.');
} finally {
  rmSync(folder, { recursive: true });
}

function pack(): string {
  run('npm', ['run', '--silent', 'build'], root);
  const output = run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], root);
  const [packed] = JSON.parse(output) as [{ filename: string; size: number; files: { path: string }[] }];
  const paths = packed.files.map(({ path }) => path);
  for (const needed of [
    'LICENSE',
    'README.md',
    'openapi.yaml',
    'dist/cli/main.js',
    'dist/cli/licences.txt',
    'SECURITY.md',
    'dist/src/index.d.ts',
    'docs/how-to/write-adapter.md',
  ])
    expect(paths.includes(needed), `it holds ${needed}`);
  const licences = readFileSync(join(root, 'dist/cli/licences.txt'), 'utf8');
  for (const name of ['commander', 'express', 'ws', 'body-parser'])
    expect(new RegExp(`^${name} \\d.*MIT`, 'm').test(licences), `it has the licence of ${name}`);
  const stray = paths.filter((path) =>
    /\.cache$|(^|\/)(test|bench|tmp|node_modules)\/|\.tsbuildinfo$/.test(path),
  );
  expect(stray.length === 0, `it holds nothing of the workshop ${stray.join(' ')}`);
  console.log(`${paths.length} files, ${(packed.size / 1e6).toFixed(2)} MB packed`);
  return join(folder, packed.filename);
}

function look(tarball: string): void {
  console.log(run('npx', ['publint', 'run', tarball, '--strict'], root));
  console.log(
    run(
      'npx',
      [
        'attw',
        tarball,
        '--profile',
        'esm-only',
        '--exclude-entrypoints',
        './openapi.yaml',
        './control.openapi.yaml',
        './adapter-protocol.schema.json',
        './report.schema.json',
      ],
      root,
    ),
  );
}

function install(tarball: string): void {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  const others = ['@decartai/sdk', 'typescript', 'vitest', '@types/node'].map(
    (name) => `${name}@${versionOf(name)}`,
  );
  run('npm', ['install', '--no-audit', '--no-fund', tarball, ...others]);
}

async function useFromTheCommandLine(): Promise<void> {
  expect(
    run('npx', ['decart-mock', '--version']).trim() === versionOf('..'),
    'npx decart-mock --version prints the version',
  );
  const server = spawn(
    'node_modules/.bin/decart-mock',
    ['start', '--json', '--port', '0', '--clock', 'auto'],
    {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const gone = new Promise<number | null>((resolve) => server.once('close', resolve));
  const [line] = await new Promise<string[]>((resolve, reject) => {
    createInterface(server.stdout).once('line', (text) => resolve([text]));
    void gone.then((code) => reject(new Error(`decart-mock start left with ${code} before it was ready.`)));
  });
  const { url } = JSON.parse(line ?? '') as { url: string };

  cpSync(join(root, 'examples/first-job.mjs'), join(folder, 'first-job.mjs'));
  const env = { ...process.env, DECART_BASE_URL: url };
  const said = execFileSync('node', ['first-job.mjs'], { cwd: folder, env, encoding: 'utf8' });
  expect(/pending\nprocessing\ncompleted\n/.test(said), 'the real SDK sees pending, processing, completed');
  expect(statSync(join(folder, 'first-job.mp4')).size > 1_000, 'and gets its video');

  const filters = ['tokens.**', 'queue.model/**'].flatMap((pattern) => ['--filter', pattern]);
  const judged = spawnSync(
    'npx',
    ['decart-mock', 'conformance', 'server', '--url', url, ...filters, '--quiet'],
    { cwd: folder, encoding: 'utf8' },
  );
  console.log(judged.stdout + judged.stderr);
  expect(
    judged.status === 0 && /\d+ pass/.test(judged.stdout),
    'its own conformance kit, from the package, passes it on tokens and on random sequences of jobs',
  );

  proveKit(folder, { url, key: 'dct_mock' }, expect);

  const from = performance.now();
  server.kill('SIGTERM');
  const code = await gone;
  expect(code === 0 && performance.now() - from < 1_000, 'SIGTERM ends it with 0 in under a second');
}

function importIt(): void {
  const script = `
    import { startMock } from 'decart-mock';
    const mock = await startMock({ seed: 'x' });
    const { status } = await fetch(mock.url + '/v1/client/tokens', { method: 'POST', headers: { 'x-api-key': mock.key } });
    await mock.close();
    const { readFileSync } = await import('node:fs');
    for (const schema of ['adapter-protocol', 'report'])
      JSON.parse(readFileSync(new URL(import.meta.resolve('decart-mock/' + schema + '.schema.json'))));
    console.log(status);`;
  writeFileSync(join(folder, 'import.mjs'), script);
  expect(
    run('node', ['import.mjs']).trim() === '200',
    "import { startMock } from 'decart-mock' works, and the schemas are there",
  );
}

function compileAgainstIt(): void {
  const source = `
    import { startMock, type MockOptions } from 'decart-mock';
    import * as fixture from 'decart-mock/vitest';
    import { conformance } from 'decart-mock/conformance';
    const options: MockOptions = { seed: 'x', clock: 'manual' };
    await using mock = await startMock(options);
    const url: string = mock.url;
    // @ts-expect-error: the types exist
    const port: boolean = mock.url;
    export { conformance, fixture, port, url };`;
  writeFileSync(join(folder, 'consumer.ts'), source);
  const flags = ['--strict', '--noEmit', '--module', 'NodeNext', '--target', 'ES2022'];
  const lib = ['--lib', 'ES2022,ESNext.Disposable', '--types', 'node'];
  // Library checks are on: our declarations and their imports must compile for users too.
  const { status, stdout } = spawnSync('npx', ['tsc', ...flags, ...lib, 'consumer.ts'], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(status === 0, `its types compile under NodeNext without skipLibCheck ${stdout}`);
}
