import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The Python SDK that the gate tests. */
const pythonSdk = 'decart==0.2.4';
/** What its HTTP part imports; its other dependencies take 200 MB. */
const pythonNeeds = ['aiohttp', 'aiofiles', 'pydantic', 'pyjwt[crypto]'];

type Expect = (holds: boolean, what: string) => void;

/** An installed package: runs its commands and reports what holds of their output. */
interface InstalledKit {
  folder: string;
  expect: Expect;
  /** Runs a command, with `path` in front of PATH, and expects output and exit code. */
  proves: (what: string, args: string[], wanted: RegExp, options?: { code?: number; path?: string }) => void;
  output: (args: string[]) => string;
}

/**
 * Uses the conformance kit of an installed package as its guide says, in `folder`, where @decartai/sdk is installed too
 * and `url` is a mock server that has served the client of account `key`. Reports to `expect`.
 */
export function proveKit(folder: string, mock: { url: string; key: string }, expect: Expect): void {
  const kit = installedKit(folder, expect);
  proveFiles(kit);
  proveAdapters(kit);
  kit.proves(
    'traffic judges what the SDK sent before',
    ['conformance', 'traffic', '--journal', mock.url, '--key', mock.key, '--quiet'],
    /judged [1-9]\d* calls/,
  );
  kit.proves(
    'drift finds none between its document and itself',
    ['drift', '--openapi', 'node_modules/decart-mock/openapi.yaml'],
    /: 0 breaking, 0 risky/,
  );
}

function installedKit(folder: string, expect: Expect): InstalledKit {
  const run = (args: string[], path = '') => {
    const { status, stdout, stderr } = spawnSync('npx', ['decart-mock', ...args], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, PATH: `${path}${process.env['PATH']}` },
      shell: process.platform === 'win32',
    });
    return { status, output: stdout + stderr };
  };
  return {
    folder,
    expect,
    output: (args) => run(args).output,
    proves: (what, args, wanted, { code = 0, path } = {}) => {
      const { status, output } = run(args, path);
      const holds = status === code && wanted.test(output);
      if (!holds) console.log(output);
      expect(holds, what);
    },
  };
}

function proveFiles({ folder, expect, output }: InstalledKit): void {
  const listed = output(['conformance', 'adapter', 'list']);
  const files = [...listed.matchAll(/file\s+(.+)/g)].flatMap(([, file]) => file ?? []);
  expect(files.length === 4 && files.every((file) => existsSync(file)), 'it holds the adapters it lists');
  const adapters = join(folder, 'node_modules/decart-mock/dist/conformance/adapters');
  for (const sketch of ['kotlin/Adapter.kt', 'swift/Adapter.swift', 'python/kit_adapter.py'])
    expect(existsSync(join(adapters, sketch)), `it holds the adapter's ${sketch}`);
}

function proveAdapters({ folder, proves }: InstalledKit): void {
  const judgeWith = (adapter: string) => [
    ...['conformance', 'sdk', '--adapter', adapter],
    ...['--filter', 'tokens.**', '--filter', 'queue.submit/*', '--quiet'],
  ];
  proves(
    'its JavaScript adapter passes the check',
    ['conformance', 'adapter', 'check', '--adapter', 'js'],
    /The adapter can be used/,
  );
  for (const [name, sdk] of [
    ['reference', /^fetch /],
    ['js', /^@decartai\/sdk /],
  ] as const)
    proves(
      `--adapter ${name} judges, against a mock that it starts`,
      judgeWith(name),
      new RegExp(`${sdk.source}[^]*\\d+ pass`),
    );
  proves('--adapter python names the missing package', judgeWith('python'), /pip install decart/, {
    code: 3,
    path: `${bareEnvironment(folder)}${delimiter}`,
  });
  proves(
    '--adapter python judges the decart of the environment it runs in',
    judgeWith('python'),
    /^decart 0\.2\.4[^]*\d+ pass/,
    { path: `${withPythonSdk(folder)}${delimiter}` },
  );
}

const bin = (folder: string): string =>
  join(folder, 'python', process.platform === 'win32' ? 'Scripts' : 'bin');

function bareEnvironment(folder: string): string {
  execFileSync(process.platform === 'win32' ? 'python' : 'python3', ['-m', 'venv', join(folder, 'python')]);
  return bin(folder);
}

function withPythonSdk(folder: string): string {
  const pip = (...args: string[]) =>
    execFileSync(join(bin(folder), 'pip'), ['install', '--quiet', '--disable-pip-version-check', ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  pip('--no-deps', pythonSdk);
  pip(...pythonNeeds);
  return bin(folder);
}
