import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { operations } from '../../../conformance/adapters/protocol.js';
import { splitCommand } from '../../../conformance/adapters/split-command.js';
import { invalidValue, readLine, writeLine } from '../../../conformance/adapters/validate.js';
import { protocolSchema, undeclared } from './support/args.js';

describe('lines from an adapter', () => {
  test('whatever does not start as a line of the protocol is noise', () => {
    for (const line of [
      '',
      'Downloading model...',
      '{"kit":2,"t":"pong"}',
      ' {"kit":1,"t":"pong"}',
      '{"kit": 1}',
    ])
      expect(readLine(line)).toEqual({ kind: 'noise', text: line });
  });

  test('a message of a later protocol is ignored', () => {
    expect(readLine('{"kit":1,"t":"telepathy","x":1}')).toEqual({ kind: 'unknown', t: 'telepathy' });
  });

  test.each([
    ['{"kit":1,"t":"pong","n":1', /Not JSON/],
    ['{"kit":1,"n":1}', /Without "t"/],
    ['{"kit":1,"t":"pong","n":"one","at":1}', /pong\/n must be integer/],
    ['{"kit":1,"t":"pong","n":1,"at":1,"extra":2}', /additional properties \(extra\)/],
    ['{"kit":1,"t":"result","id":"c1","outcome":"error"}', /required property 'error'/],
    [`{"kit":1,"t":"log","level":"info","text":"${'x'.repeat(1024 * 1024)}"}`, /1 MiB goes by blob/],
  ])('a fault is described in words: %.60s', (line, words) => {
    const read = readLine(line);
    expect(read.kind === 'fault' && read.fault).toMatch(words);
  });

  test('any error facts survive the way', () => {
    const facts = fc.record({
      kind: fc.constant('thrown'),
      type: fc.string(),
      message: fc.string({ unit: 'binary' }),
    });
    fc.assert(
      fc.property(facts, (error) => {
        const line = JSON.stringify({ kit: 1, t: 'result', id: 'c1', outcome: 'error', error });
        expect(readLine(line)).toEqual({ kind: 'message', message: JSON.parse(line) as unknown });
      }),
    );
  });
});

test('the kit checks its own messages, and writes each in one line', () => {
  expect(() => writeLine({ t: 'ping', n: 0.5 })).toThrow(/own protocol: ping\/n must be integer/);
  const line = writeLine({
    t: 'call',
    id: 'c1',
    on: null,
    op: 'adapter.echo',
    args: { value: 'a\nb\u2028c' },
    deadlineMs: 1,
    case: 'x',
  });
  expect(line).not.toMatch(/[\n\r\u2028]/);
  expect((JSON.parse(line) as { args: unknown }).args).toEqual({ value: 'a\nb\u2028c' });
});

describe('the published protocol', () => {
  const { $defs } = protocolSchema;
  const page = readFileSync(new URL('../../../docs/reference/adapter-protocol.md', import.meta.url), 'utf8');

  test.each(operations)('defines the arguments and the value of %s', (op) => {
    expect($defs.args).toHaveProperty([op]);
    expect($defs.values).toHaveProperty([op]);
    expect($defs.capability.enum).toContain(op);
  });

  test('has each facet in its table', () => {
    const facets = $defs.capability.enum.filter((each) => !(operations as readonly string[]).includes(each));
    expect(facets.length).toBeGreaterThan(10);
    expect(facets.filter((facet) => !page.includes(`\n| \`${facet}\` `))).toEqual([]);
  });

  test.each([
    ['files.upload', { file: { $blob: { sha256: 'a'.repeat(64), size: 1 } }, ttlSeconds: 'persistent' }, 0],
    ['files.upload', { file: { $blob: { sha256: 'a'.repeat(64), size: 1 } }, ttlSeconds: 'forever' }, 1],
    [
      'realtime.connect',
      { model: 'lucy-2.5', media: 'synthetic', initialState: { prompt: { text: 'x' } } },
      0,
    ],
    ['realtime.setImage', { image: null }, 0],
    ['realtime.setImage', {}, 1],
  ])('%s %j: %d faults', (op, args, faults) => {
    expect(undeclared(JSON.stringify({ t: 'call', op, args }))).toHaveLength(faults);
  });
});

test('the value of a result must match its operation', () => {
  expect(invalidValue('queue.submit', { jobId: 'a', status: 'pending' })).toBeUndefined();
  expect(invalidValue('queue.submit', { jobId: 7 })).toMatch(/value\/jobId must be string,null/);
  expect(invalidValue('queue.result', { $blob: { sha256: 'short', size: 1 } })).toMatch(/sha256/);
});

describe('a command is split without a shell', () => {
  test.each([
    ['python adapter.py', ['python', 'adapter.py']],
    [`node "my adapter.mjs" --sdk 'a b' c\\ d`, ['node', 'my adapter.mjs', '--sdk', 'a b', 'c d']],
    [`x '' "a\\"b" $HOME *`, ['x', '', 'a"b', '$HOME', '*']],
  ])('%s', (command, words) => {
    expect(splitCommand(command)).toEqual(words);
  });

  test('an open quote and an empty command are usage errors', () => {
    expect(() => splitCommand(`node 'x`)).toThrow(/open '/);
    expect(() => splitCommand('  ')).toThrow(/empty/);
  });
});
