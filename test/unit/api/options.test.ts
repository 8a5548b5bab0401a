import { describe, expect, test } from 'vitest';
import { createMock, startMock, type MockOptions } from '../../../src/index.js';

describe('invalid options are refused, and each is named', () => {
  test.each<[unknown, RegExp]>([
    [{ sed: 'x' }, /Unrecognized key: "sed"; did you mean "seed"\?/],
    [{ seed: {} }, /seed: /],
    [{ port: '8787' }, /port: .*number/],
    [{ port: 70_000 }, /port: /],
    [{ host: '' }, /host: /],
    [{ clock: 'fast' }, /clock: Write real, scaled, manual/],
    [{ clock: { rate: 0 } }, /clock/],
    [{ clock: { rate: 1e9 } }, /clock/],
    [{ clock: { mode: 'manual', rate: 60 } }, /clock: A manual clock has no rate\. Remove the rate/],
    [{ speed: 60 }, /"speed"; did you mean "clock\.rate"\?/],
    [{ sessions: 2 }, /"sessions"; did you mean "maxConcurrentSessions"\?|"sessions"/],
    [{ capacity: 2 }, /"capacity"; did you mean "sessionCapacity"\?/],
    [{ organisations: { acme: { sessions: 5 } } }, /did you mean "maxConcurrentSessions"\?/],
    [{ now: 'soon' }, /now: Write a date like 2026-05-31/],
    [{ now: Infinity }, /now: Write a date/],
    [{ now: 1e18 }, /now: Write a date/],
    [{ asOf: '2026-05-99' }, /asOf: Write a date/],
    [{ asOf: '2026-02-30' }, /asOf: Write a date .*of a day that exists/],
    [{ now: '2026-02-29T12:00:00Z' }, /now: Write a date .*of a day that exists/],
    [{ clock: { now: '2026-06-31' } }, /clock/],
    [{ now: 'Feb 30 2026' }, /now: Write a date/],
    [{ limits: { accounts: 0 } }, /limits\.accounts: .*1/],
    [{ limits: { jobs: 5 } }, /limits: Unrecognized key: "jobs"/],
    [{ keys: { dct_a: { credit: 5 } } }, /keys\.dct_a: Unrecognized key: "credit"; did you mean "credits"\?/],
    [{ keys: { dct_a: { organization: 'x' } } }, /keys\.dct_a: .*did you mean "organisation"\?/],
    [
      { organisations: { acme: { maxConcurentSessions: 5 } } },
      /organisations\.acme: .*did you mean "maxConcurrentSessions"\?/,
    ],
    [{ timing: { pendign: 5 } }, /timing: .*did you mean "pending"\?/],
    [{ workers: 0 }, /workers: /],
    [{ strictKeys: 'yes' }, /strictKeys: /],
    [{ keys: { 'a b': {} } }, /keys\.a b: .*without spaces/],
    [{ keys: { dct_a: { credits: -1 } } }, /keys\.dct_a\.credits: /],
    [{ defaults: { autoTopUp: { below: 5, to: 1 } } }, /defaults\.autoTopUp: "to" must be at least "below"/],
    [
      { rules: [{ operation: 'jobs.sing', effect: { type: 'no-response' } }] },
      /rules\[0\]: There is no operation/,
    ],
    [{ cors: 'a\nb' }, /cors: Write an origin/],
    [{ cors: 'https://app.example/' }, /cors: Write an origin .* "https:\/\/app\.example", or/],
    [{ cors: 'app.example' }, /cors: Write an origin .* "https:\/\/app\.example", or/],
    [{ cors: 'localhost:3000' }, /cors: Write an origin .* "http:\/\/localhost:3000", or/],
    [{ cors: 'HTTPS://App.Example' }, /cors: Write an origin .* "https:\/\/app\.example", or/],
    [{ cors: 'http://a.b:80' }, /cors: Write an origin .* "http:\/\/a\.b", or/],
    [{ cors: 'http://a.b,http://c.d' }, /cors: Write an origin .* is not one origin/],
    [{ cors: 'https://*.app.example' }, /cors: Write an origin .* is not one origin/],
    [{ cors: '' }, /cors: Write an origin .* like http:/],
    [{ cors: 'off' }, /cors: Write an origin/],
    [{ store: {} }, /store: A store has/],
    [{ onDefect: 'print' }, /onDefect: Give a function/],
    [{ realtime: { media: 'none' } }, /realtime\.media: /],
  ])('%j', async (options, message) => {
    const heading = /^The mock cannot start with these options:\n {2}/;
    for (const wanted of [message, heading]) {
      expect(() => createMock(options as MockOptions)).toThrow(wanted);
      await expect(startMock(options as MockOptions)).rejects.toThrow(wanted);
    }
  });

  test('all invalid options at once', () => {
    expect(() => createMock({ port: -1, workers: -1 })).toThrow(
      /port: .*\n {2}workers: |workers: .*\n {2}port: /,
    );
  });
});

test('an undefined option counts as absent', async () => {
  const options = { seed: undefined, port: undefined, limits: { accounts: undefined } };
  await using mock = createMock(options as unknown as MockOptions);
  expect(mock.world.limits.accounts).toBeGreaterThan(0);
});

test('a store, a function and a date are used as given', async () => {
  const { MemoryStore } = await import('../../../src/world/store.js');
  const store = new MemoryStore();
  const defects: unknown[] = [];
  await using mock = createMock({
    store,
    clock: 'manual',
    now: new Date('2026-05-31') as unknown as string,
    onDefect: (error) => defects.push(error),
  });
  expect((await mock.clock.get()).now).toBe('2026-05-31T00:00:00.000Z');
  expect(mock.world.account(mock.key).settings.store).toBe(store);
});

test.each([
  '*',
  'null',
  'https://app.example',
  'http://localhost:3000',
  'http://[::1]:8080',
  'capacitor://localhost',
  null,
])('cors: %j starts', async (cors) => {
  await using mock = createMock({ cors });
  expect((await mock.fetch('/v1/nothing')).status).toBe(404);
});

test.each([
  ['2028-02-29', '2028-02-29T00:00:00.000Z'],
  ['2026-12-31T23:30:00-02:00', '2027-01-01T01:30:00.000Z'],
  ['2026-05-31 12:00:00Z', '2026-05-31T12:00:00.000Z'],
])('now: %j is read', async (now, read) => {
  await using mock = createMock({ clock: 'manual', now });
  expect((await mock.clock.get()).now).toBe(read);
});
