import { expect, test } from 'vitest';
import { createMock, type MockOptions, readScenario, type Scenario, type Snapshot } from '../../src/index.js';
import { parseRule } from '../../src/world/rules/parse-rule.js';

async function snapshot(): Promise<Snapshot> {
  await using mock = createMock({ seed: 'bounds', clock: 'manual' });
  return mock.account('dct_bounds').save();
}

const job = (input: object): object => ({
  id: 'j',
  submittedAt: 0,
  plan: [{ status: 'completed', at: 0 }],
  input: {
    requestedModel: 'lucy-2.5',
    model: 'lucy-2.5',
    prompt: '',
    seed: 1,
    width: 16,
    height: 16,
    fps: 20,
    ...input,
  },
});

const entry = (fields: object): object => ({
  journal: { lastSeq: 1, entries: [{ seq: 1, at: 0, kind: 'http', operation: 'quota.get', ...fields }] },
});

test.each<[string, object]>([
  ['a frame rate that takes years to draw', { jobs: [job({ fps: 1e9, durationSeconds: 1e6 })] }],
  ['a frame rate of 0', { jobs: [job({ fps: 0 })] }],
  ['a frame size that takes minutes to draw', { jobs: [job({ width: 8192, height: 8192 })] }],
  ['a journal entry with an invalid time', entry({ at: 1e300 })],
  ['a journal entry whose rules are not a list', entry({ rules: 'abc' })],
  ['a journal entry whose operation is not text', entry({ operation: 5 })],
  ['an infinite balance', { credits: { balance: -1e308, open: [], ledger: [] } }],
  ['more workers than allowed', { workers: Array.from({ length: 10_001 }, () => 0) }],
  [
    'a sigma beyond numbers',
    { timing: { pending: { lognormal: { median: 0, sigma: 1e9 } }, processing: 0 } },
  ],
])('a snapshot with %s is refused', async (_what, fields) => {
  await using mock = createMock();
  const loaded = mock.account('dct_bounds').load({ ...(await snapshot()), ...fields });
  await expect(loaded).rejects.toMatchObject({ code: 'bad_snapshot' });
});

test.each<[string, unknown, RegExp]>([
  ['workers that take all memory', { workers: 1e9 }, /workers: /],
  ['credits whose sums are not finite', { defaults: { credits: 1e308 } }, /credits: /],
  ['a top-up whose sums are not finite', { defaults: { autoTopUp: { below: 0, to: 1e308 } } }, /to: /],
  ['half an account', { limits: { accounts: 1.5 } }, /limits\.accounts: /],
  ['half a port range', { realtime: { ice: { portRange: [1] } } }, /portRange/],
  ['ports above 65535', { realtime: { ice: { portRange: [70_000, 80_000] } } }, /portRange/],
  ['a port range in the wrong order', { realtime: { ice: { portRange: [60_010, 60_000] } } }, /portRange/],
  ['an unknown field of ICE', { realtime: { ice: { bogus: 1 } } }, /bogus/],
  [
    'an invalid LiveKit URL',
    { realtime: { livekit: { url: 'notaurl', key: 'k', secret: 's' } } },
    /livekit\.url: .*ws:/,
  ],
  [
    'a range in the wrong order',
    { timing: { pending: { uniform: [5, 1] } } },
    /uniform: Write the smaller one first/,
  ],
  ['a sigma beyond the limit', { timing: { pending: { lognormal: { median: 1, sigma: 1e9 } } } }, /sigma: /],
  ['a manual clock with a rate', { clock: { mode: 'manual', rate: 5 } }, /manual clock has no rate/],
])('options with %s are refused', (_what, options, message) => {
  expect(() => createMock(options as MockOptions)).toThrow(message);
});

const ice = (options: object): object => ({ realtime: { ice: options } });

test.each<[object, string]>([
  [
    { limits: { uploadBytes: '64MiB' } },
    'limits.uploadBytes: Write a whole number of bytes of at least 1, without a unit: it is "64MiB"',
  ],
  [
    { limits: { textBytes: 0 } },
    'limits.textBytes: Write a whole number of bytes of at least 1, without a unit: it is 0',
  ],
  [
    { limits: { jobTimeoutMs: '10s' } },
    'limits.jobTimeoutMs: Write a whole number of milliseconds of at least 1, without a unit: it is "10s"',
  ],
  [
    { limits: { accounts: 1.5 } },
    'limits.accounts: Write a whole number of at least 1, without a unit: it is 1.5',
  ],
  [{ port: '8787' }, 'port: Write a whole number from 0 to 65535, without a unit: it is "8787"'],
  [{ workers: 0 }, 'workers: Write a whole number from 1 to 10000, without a unit: it is 0'],
  [{ sessionCapacity: 0 }, 'sessionCapacity: Write a whole number of at least 1, without a unit: it is 0'],
  [
    { defaults: { maxConcurrentSessions: -1 } },
    'defaults.maxConcurrentSessions: Write a whole number of at least 0, without a unit: it is -1',
  ],
  [{ defaults: { credits: 'all' } }, 'defaults.credits: Write a number from 0 to '],
  [
    ice({ portRange: '50000-50100' }),
    'realtime.ice.portRange: Write two UDP ports from 1 to 65535, the lower one first, like [50000, 50100]: it is "50000-50100"',
  ],
  [ice({ portRange: [50_000] }), 'the lower one first, like [50000, 50100]: it is [50000]'],
  [ice({ portRange: [5, 5] }), 'the lower one first, like [50000, 50100]: it is [5,5]'],
  [
    ice({ portRange: ['5', 6] }),
    'realtime.ice.portRange[0]: Write a whole number from 1 to 65535, without a unit: it is "5"',
  ],
  [
    ice({ advertisedAddress: 'example.com' }),
    'realtime.ice.advertisedAddress: Write the IP address of a host, like 192.168.1.7: "example.com" is not one.',
  ],
  [ice({ advertisedAddress: '0.0.0.0' }), '"0.0.0.0" is not one.'],
  [ice({ extraAddresses: ['localhost'] }), 'realtime.ice.extraAddresses[0]: Write the IP address of a host'],
  [
    ice({ extraAddresses: [7] }),
    'realtime.ice.extraAddresses[0]: Write an IP address like 192.168.1.7: it is 7',
  ],
  [
    { realtime: { livekit: { key: 'k' } } },
    'realtime.livekit.secret: Write both "key" and "secret": they are a pair',
  ],
  [
    { realtime: { livekit: { url: 'https://rooms.example', key: 'k', secret: 's' } } },
    'realtime.livekit.url: Write an address like ws://127.0.0.1:7880: "https://rooms.example" is not one',
  ],
])('%j is refused with what to write instead', (options, message) => {
  expect(() => createMock(options)).toThrow(message);
});

test.each([{ uniform: [5, 1] }, { lognormal: { median: 0, sigma: 1e9 } }])(
  'a rule with the duration %j is refused',
  (ms) => {
    expect(() => parseRule({ operation: 'quota.get', effect: { type: 'delay', ms } })).toThrow(
      /"ms" .*is not valid.*sigma/,
    );
  },
);

test('a setting that contains itself is named', async () => {
  const keys: Record<string, unknown> = {};
  keys['dct_a'] = keys;
  await expect(readScenario({ keys } as Scenario)).rejects.toThrow('"keys.dct_a" contains itself.');
});
