import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The Python SDK that the gate tests. */
const pythonSdk = 'decart==0.2.4';
/** What its HTTP part imports; its other dependencies take 200 MB. */
const pythonNeeds = ['aiohttp', 'aiofiles', 'pydantic', 'pyjwt[crypto]'];

/**
 * Uses the conformance kit of an installed package as its guide describes, in `folder`, where @decartai/sdk is
 * installed too. `url` is a mock that has served the client of account `key`. Reports to `expect`.
 */
export function proveKit(
  folder: string,
  { url, key }: { url: string; key: string },
  expect: (holds: boolean, what: string) => void,
): void {
  const kit = (args: string[], path = '') => {
    const env = { ...process.env, PATH: `${path}${process.env['PATH']}` };
    const { status, stdout, stderr } = spawnSync('npx', ['decart-mock', ...args], {
      cwd: folder,
      encoding: 'utf8',
      env,
      shell: process.platform === 'win32',
    });
    return { status, said: stdout + stderr };
  };
  const proves = (what: string, { status, said }: ReturnType<typeof kit>, wanted: RegExp, code = 0) => {
    if (status !== code || !wanted.test(said)) console.log(said);
    expect(status === code && wanted.test(said), what);
  };
  const some = ['--filter', 'tokens.**', '--filter', 'queue.submit/*', '--quiet'];

  const listed = kit(['conformance', 'adapter', 'list']).said;
  const files = [...listed.matchAll(/file\s+(.+)/g)].flatMap(([, file]) => file ?? []);
  expect(files.length === 4 && files.every((file) => existsSync(file)), 'it holds the adapters it lists');
  for (const sketch of ['kotlin/Adapter.kt', 'swift/Adapter.swift', 'python/kit_adapter.py'])
    expect(
      existsSync(join(folder, 'node_modules/decart-mock/dist/conformance/adapters', sketch)),
      `it holds the adapter's ${sketch}`,
    );

  proves(
    'its JavaScript adapter passes the check',
    kit(['conformance', 'adapter', 'check', '--adapter', 'js']),
    /The adapter can be used/,
  );
  for (const [name, sdk] of [
    ['reference', /^fetch /],
    ['js', /^@decartai\/sdk /],
  ] as const)
    proves(
      `--adapter ${name} judges, against a mock that it starts`,
      kit(['conformance', 'sdk', '--adapter', name, ...some]),
      new RegExp(`${sdk.source}[^]*\\d+ pass`),
    );

  proves(
    '--adapter python tells what to install when it is missing',
    kit(['conformance', 'sdk', '--adapter', 'python', ...some], `${bareEnvironment(folder)}${delimiter}`),
    /pip install decart/,
    3,
  );
  proves(
    '--adapter python judges the decart of the environment it runs in',
    kit(['conformance', 'sdk', '--adapter', 'python', ...some], `${withPythonSdk(folder)}${delimiter}`),
    /^decart 0\.2\.4[^]*\d+ pass/,
  );

  proves(
    'watch judges what the SDK sent before',
    kit(['conformance', 'traffic', '--journal', url, '--key', key, '--quiet']),
    /judged [1-9]\d* calls/,
  );
  proves(
    'drift finds none between its document and itself',
    kit(['drift', '--openapi', 'node_modules/decart-mock/openapi.yaml']),
    /: 0 breaking, 0 risky/,
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
