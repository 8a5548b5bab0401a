import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { command } from '../conformance/support/kit.js';
import { startMock } from '../../src/index.js';

const missing = join(mkdtempSync(join(tmpdir(), 'kit-')), 'missing.json');

test.each([
  [['--no-such-flag'], 'Run decart-mock start --help for '],
  [['models', '--no-such-flag'], 'Run decart-mock models --help for '],
  [['drift', '--no-such-flag'], 'Run decart-mock drift --help for '],
  [['conformance', 'servr'], 'Run decart-mock conformance --help for '],
  [['conformance', 'server', '--no-such-flag'], 'Run decart-mock conformance server --help for '],
  [['conformance', 'adapter', 'check', '--no-such-flag'], 'Run decart-mock conformance adapter check --help'],
  [['strat'], "error: unknown command 'strat'\n(Did you mean start?)\nRun decart-mock --help for "],
  [['nothing-near'], "error: unknown command 'nothing-near'\nCommands: start, exec, "],
])('a usage error of %j names the help of that command', async (args, text) => {
  const { code, err } = await command(...args);
  expect([code, err]).toEqual([2, expect.stringContaining(text)]);
});

test.each([[['node', '-e', '0']], [[]]])('exec %j explains where -- goes', async (args) => {
  const { code, err } = await command('exec', ...args);
  expect([code, err]).toEqual([
    2,
    expect.stringContaining('Put -- before the command: decart-mock exec -- node -e 0'),
  ]);
});

test('exec with -- before the command does not explain --', async () => {
  const { err } = await command('exec', '--sede', '1', '--', 'node');
  expect(err).toContain('(Did you mean --seed?)');
  expect(err).not.toContain('Put --');
});

test.each([
  ['drift', missing],
  ['drift', '--ours', missing, missing],
  ['conformance', 'traffic', '--har', missing],
  ['conformance', 'report', missing],
  ['conformance', 'replay', '--from', missing],
  ['conformance', 'baseline', '--update', missing, '--from', missing],
  ['conformance', 'list', '--filter', `@${missing}`],
])('%s %s %s %s %s says that the file does not exist', async (...args) => {
  const { code, err } = await command(...args);
  expect(code).toBe(2);
  expect(err).toMatch(/^Cannot read .*missing\.json: the file does not exist\.\n$/);
});

test.each([
  ['drift', tmpdir()],
  ['conformance', 'report', tmpdir()],
  ['conformance', 'list', '--filter', `@${tmpdir()}`],
])('%s %s %s %s says that a folder is not a file', async (...args) => {
  const { code, err } = await command(...args);
  expect([code, err]).toEqual([2, expect.stringMatching(/^Cannot read .*: it is a folder\.\n$/)]);
});

test.each([
  ['queu.**', 'queue.**'],
  ['queue.pol/*', 'queue.poll/*'],
  ['queue.pol/life-of-a-job', 'queue.poll/life-of-a-job'],
])('the filter %s suggests %s', async (filter, meant) => {
  const { code, err } = await command('conformance', 'list', '--filter', filter);
  expect([code, err]).toEqual([2, `The filter "${filter}" matches nothing. Did you mean "${meant}"?\n`]);
});

test.each([
  ['--adapter', 'jss'],
  ['--dial', '--adapter', 'jss'],
])(
  'an adapter that cannot be started is reported with the names of the adapters: %s %s',
  async (...options) => {
    const { out, err } = await command('conformance', 'adapter', 'check', ...options);
    expect(out + err).toContain(
      'Cannot start "jss": there is no such program. Adapters of this package: reference, js, browser, python.',
    );
  },
);

test('a journal without calls is reported with the key', async () => {
  await using mock = await startMock({ port: 0 });
  const { err } = await command('conformance', 'traffic', '--journal', mock.url, '--key', 'dct_nobody');
  expect(err).toContain('with the key dct_nobody has 0 calls');
  const long = await command(
    'conformance',
    'traffic',
    '--journal',
    mock.url,
    '--key',
    'dct_0123456789abcdefghij',
  );
  expect(long.err).toContain('with the key dct_0123... has 0 calls');
});

test('drift --help names the documents that it compares', async () => {
  const { out } = await command('drift', '--help');
  expect(out).toContain('compare a served OpenAPI document with the contract');
  expect(out).not.toMatch(/with ours/);
});

test('a file that cannot be written is a usage error', async () => {
  const folder = tmpdir();
  const { code, err } = await command('drift', 'openapi.yaml', '--md', folder);
  expect([code, err]).toEqual([2, `Cannot write ${folder}: it is a folder.\n`]);
});

test.each(['start', 'conformance', 'drift'])('help %s prints what its --help prints', async (name) => {
  const help = await command('help', name);
  expect([help.code, help.err]).toEqual([0, '']);
  expect(help.out).toContain(`Usage: decart-mock ${name} [`);
  expect(help).toEqual(await command(name, '--help'));
});

test('help for an unknown command suggests the nearest', async () => {
  const { code, err } = await command('help', 'strat');
  expect([code, err]).toEqual([2, expect.stringContaining("unknown command 'strat'\n(Did you mean start?)")]);
});
