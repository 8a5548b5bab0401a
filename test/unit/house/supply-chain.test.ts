/** What the project takes from others is named by its content, and what may write runs nothing of it. */
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { read, trackedFiles } from './sources.js';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}
interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}
interface Workflow {
  readonly permissions?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

const files = trackedFiles();
const workflows = files.filter((path) => /^\.github\/workflows\/.*\.ya?ml$/.test(path));
const jobs = workflows.flatMap((path) =>
  Object.entries((parse(read(path)) as Workflow).jobs).map(([name, job]) => ({
    where: `${path} ${name}`,
    job,
  })),
);
const action = parse(read('action.yml')) as { runs: { steps: readonly Step[] } };
const steps = [
  ...jobs.flatMap(({ where, job }) => job.steps.map((step) => ({ where, step }))),
  ...action.runs.steps.map((step) => ({ where: 'action.yml', step })),
];

describe('workflows and the action', () => {
  test('name actions of others by commit', () => {
    const used = steps.flatMap(({ where, step: { uses } }) =>
      uses === undefined ? [] : [`${where}: ${uses}`],
    );
    expect(used.length).toBeGreaterThan(10);
    expect(used.filter((uses) => !/: [\w-]+\/[\w-]+@[0-9a-f]{40}$/.test(uses))).toEqual([]);
  });

  test('say next to each commit which version it is', () => {
    const lines = [...workflows, 'action.yml'].flatMap((path) => read(path).split('\n'));
    const pinned = lines.filter((line) => /uses: .*@[0-9a-f]{40}/.test(line));
    expect(pinned.filter((line) => !/ # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
  });

  test('may read alone, unless a job says otherwise', () => {
    for (const path of workflows)
      expect([path, (parse(read(path)) as Workflow).permissions]).toEqual([path, { contents: 'read' }]);
  });

  test('run no code of the repository or of a package in jobs that may write', () => {
    const writing = jobs.filter(({ job }) => Object.values(job.permissions ?? {}).includes('write'));
    expect(writing.length).toBeGreaterThan(0);
    for (const { where, job } of writing)
      expect([
        where,
        job.steps.filter(({ run = '' }) => /\b(npm|npx|node|tsx|python|pip|\.ci)\b/.test(run)),
      ]).toEqual([where, []]);
  });

  test('keep no credentials in a checkout', () => {
    const checkouts = steps.filter(({ step }) => step.uses?.startsWith('actions/checkout@'));
    expect(checkouts.length).toBeGreaterThan(3);
    expect(checkouts.filter(({ step }) => step.with?.['persist-credentials'] !== false)).toEqual([]);
  });

  // A job that runs a package could fill a cache that a later job, with more rights, restores.
  test('write no cache that another job restores', () => {
    const setups = steps.filter(({ step }) => step.uses?.startsWith('actions/setup-'));
    expect(setups.length).toBeGreaterThan(5);
    // `setup-go` caches by default.
    const caching = setups.filter(
      ({ step: { uses = '', with: { cache } = {} } }) =>
        cache !== (uses.includes('/setup-go@') ? false : undefined),
    );
    expect(caching).toEqual([]);
    expect(steps.filter(({ step }) => /^actions\/cache\b/.test(step.uses ?? ''))).toEqual([]);
  });

  test('name the version of a language by number, and that of Go exactly', () => {
    const versions = steps.flatMap(({ where, step }) =>
      Object.entries(step.with ?? {}).flatMap(([name, value]) =>
        name.endsWith('-version') ? [`${where}: ${name} ${String(value)}`] : [],
      ),
    );
    expect(versions.length).toBeGreaterThan(5);
    const named = / (\d[\d.]*|\$\{\{ matrix\.node \}\}|\$\{\{ inputs[^}]*\}\})$/;
    expect(versions.filter((version) => !named.test(version))).toEqual([]);
    expect(versions.filter((version) => / go-version (?!\d+\.\d+\.\d+$)/.test(version))).toEqual([]);
  });

  test('the action looks up no package by name, and gives its key to the judging step alone', () => {
    const scripts = action.runs.steps.map(({ run = '' }) => run);
    expect(scripts.filter((run) => /\bnpx\b|decart-mock@/.test(run))).toEqual([]);
    expect(
      scripts.filter((run) => /npm (ci|install)/.test(run) && !run.includes('--ignore-scripts')),
    ).toEqual([]);
    const keyed = action.runs.steps.filter(({ env = {} }) =>
      Object.values(env).some((value) => value.includes('inputs.key')),
    );
    expect(keyed.length).toBe(1);
    expect(keyed[0]?.run).not.toMatch(/npm (ci|install|run)/);
  });
});

describe('lockfiles', () => {
  interface Locked {
    readonly link?: boolean;
    readonly integrity?: string;
    readonly resolved?: string;
  }
  /**
   * Binaries whose hashes are not known: the registry did not serve them when the lockfile was made. `npm ci` installs none of
   * them on Linux with x64, where the workflows run. An `npm install` that finds them adds their hashes: remove them here then.
   */
  const unknown = [
    'darwin-arm64',
    'darwin-x64',
    'linux-arm-gnueabihf',
    'linux-arm64-gnu',
    'linux-arm64-musl',
    'win32-arm64-msvc',
    'win32-x64-msvc',
  ].map((platform) => `node_modules/@napi-rs/webcodecs-${platform}`);
  const locks = files.filter((path) => /(^|\/)package-lock\.json$/.test(path));

  test.each(locks)(
    '%s has a hash for every package, native binaries included, but for those whose hash is not known',
    (path) => {
      const { packages } = JSON.parse(read(path)) as { packages: Readonly<Record<string, Locked>> };
      const entries = Object.entries(packages).filter(([name, { link }]) => name !== '' && link !== true);
      expect(entries.length).toBeGreaterThan(10);
      const bare = entries
        .filter(([, { integrity }]) => !/^sha512-/.test(integrity ?? ''))
        .map(([name]) => name);
      expect(bare).toEqual(path === 'package-lock.json' ? unknown : []);
      expect(entries.filter(([, { resolved }]) => resolved !== undefined).map(([name]) => name)).toEqual([]);
    },
  );

  test('are found', () => {
    expect(locks).toContain('package-lock.json');
  });
});
