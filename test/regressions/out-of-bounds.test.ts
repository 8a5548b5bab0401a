import { expect, test } from 'vitest';
import { createMock, readScenario, type MockOptions, type Scenario, type Snapshot } from '../../src/index.js';
import { parseRule } from '../../src/world/rules/parse-rule.js';

const key = { 'x-api-key': 'dct_bounds' };

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
  ['a rate of pictures that takes years to draw', { jobs: [job({ fps: 1e9, durationSeconds: 1e6 })] }],
  ['no rate of pictures', { jobs: [job({ fps: 0 })] }],
  ['a size of pictures that takes minutes to draw', { jobs: [job({ width: 8192, height: 8192 })] }],
  ['a journal entry of no time', entry({ at: 1e300 })],
  ['a journal entry whose rules are no list', entry({ rules: 'abc' })],
  ['a journal entry whose operation is no text', entry({ operation: 5 })],
  ['a balance without end', { credits: { balance: -1e308, open: [], ledger: [] } }],
  ['a billion workers', { workers: Array.from({ length: 10_001 }, () => 0) }],
  [
    'a spread of durations beyond numbers',
    { timing: { pending: { lognormal: { median: 0, sigma: 1e9 } }, processing: 0 } },
  ],
])('a snapshot with %s was taken', async (_what, fields) => {
  await using mock = createMock();
  const loaded = mock.account('dct_bounds').load({ ...(await snapshot()), ...fields });
  await expect(loaded).rejects.toMatchObject({ code: 'bad_snapshot' });
});

test.each<[string, unknown, RegExp]>([
  ['workers that take all memory', { workers: 1e9 }, /workers: /],
  ['credits whose sums are not finite', { defaults: { credits: 1e308 } }, /credits: /],
  ['a top-up whose sums are not finite', { defaults: { autoTopUp: { below: 0, to: 1e308 } } }, /to: /],
  ['half an account', { limits: { accounts: 1.5 } }, /limits\.accounts: /],
  ['half a range of ports', { realtime: { ice: { portRange: [1] } } }, /portRange/],
  ['ports that there are not', { realtime: { ice: { portRange: [70_000, 80_000] } } }, /portRange/],
  ['ports from the upper end', { realtime: { ice: { portRange: [60_010, 60_000] } } }, /portRange/],
  ['an unknown word about ICE', { realtime: { ice: { bogus: 1 } } }, /bogus/],
  [
    'a LiveKit address that is none',
    { realtime: { livekit: { url: 'notaurl', key: 'k', secret: 's' } } },
    /livekit\.url: .*ws:/,
  ],
  [
    'a range from much to little',
    { timing: { pending: { uniform: [5, 1] } } },
    /uniform: Write the least first/,
  ],
  ['a spread without end', { timing: { pending: { lognormal: { median: 1, sigma: 1e9 } } } }, /sigma: /],
  ['a manual clock with a rate', { clock: { mode: 'manual', rate: 5 } }, /manual clock has no rate/],
])('%s passed for options', (_what, options, message) => {
  expect(() => createMock(options as MockOptions)).toThrow(message);
});

test.each([{ uniform: [5, 1] }, { lognormal: { median: 0, sigma: 1e9 } }])(
  'a rule took the duration %j',
  (ms) => {
    expect(() => parseRule({ operation: 'quota.get', effect: { type: 'delay', ms } })).toThrow(
      /"ms" .*is not valid.*sigma/,
    );
  },
);

test('a setting that holds itself was told of as a stack that was too deep', async () => {
  const keys: Record<string, unknown> = {};
  keys['dct_a'] = keys;
  await expect(readScenario({ keys } as Scenario)).rejects.toThrow('"keys.dct_a" is a part of itself.');
});

test('a mock that was closed could listen, and then nobody could close it', async () => {
  const mock = createMock();
  await mock.close();
  await expect(mock.listen()).rejects.toThrow('The mock is closed');
});

test.each(['data:text/plain,secret', 'file:///etc/hostname'])(
  'the portless fetch followed a redirect to %s',
  async (location) => {
    await using mock = createMock();
    const effect = { type: 'respond', status: 302, headers: { location } };
    const asked = mock.fetch('/v1/realtime/quota', {
      headers: { ...key, 'x-decart-mock': JSON.stringify(effect) },
    });
    await expect(asked).rejects.toThrow('fetch failed');
  },
);
