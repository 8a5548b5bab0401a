import { test as base, type TestAPI } from 'vitest';
import { MockAccount } from './handles/mock-account.js';
import { startMock, type StartOptions } from './api/create-mock.js';
import type { RunningMock } from './api/mock.js';
import { accountTag } from './world/accounts/account.js';
import type { ClockMode } from './world/time/clock.js';

/** A running stand-in with a key of this test's own: what this key does is no other test's business. */
export class TestMock extends MockAccount {
  constructor(
    readonly server: RunningMock,
    key: string,
  ) {
    super({ world: server.world, blobs: server.server.blobs }, key);
  }

  /** The `baseUrl` of an SDK. */
  get url(): string {
    return this.server.url;
  }

  /** The `realtimeBaseUrl` of an SDK. */
  get realtimeUrl(): string {
    return this.server.realtimeUrl;
  }

  get controlUrl(): string {
    return this.server.controlUrl;
  }

  get seed(): string {
    return this.server.seed;
  }

  /** Another account of the same stand-in; the key is not fresh, so choose one that no other test uses. */
  account(key: string): MockAccount {
    return this.server.account(key);
  }
}

export interface MockTestOptions extends Omit<StartOptions, 'clock'> {
  /** How time passes in each test; default `manual`. */
  readonly clock?: ClockMode;
  /** Fails a test whose rules did not all fire; default false. */
  readonly failOnUnusedRules?: boolean;
}

/** What a test is given. `mockClock` and `failOnUnusedRules` are there to be overridden, by `test.override` (vitest 3: `test.scoped`). */
export interface MockFixtures {
  readonly mock: TestMock;
  /** How this test's time passes. */
  readonly mockClock: ClockMode;
  /** Fails a test whose rules did not all fire. */
  readonly failOnUnusedRules: boolean;
}

interface WorkerFixtures {
  readonly mockServer: RunningMock;
}

/**
 * A `test` whose tests get `mock`: one stand-in a worker, a fresh key a test. The clock is manual unless said
 * otherwise, and the seed fixed, so that a test sees the same ids in every run.
 */
export function mockTest(options: MockTestOptions = {}): TestAPI<MockFixtures & WorkerFixtures> {
  const { failOnUnusedRules = false, clock = 'manual', seed = 'vitest', ...rest } = options;
  return base.extend<MockFixtures & WorkerFixtures>({
    mockServer: [
      // eslint-disable-next-line no-empty-pattern -- vitest reads the needed fixtures from this pattern
      async ({}, use) => {
        await using server = await startMock({ ...rest, clock, seed });
        await use(server);
      },
      { scope: 'worker' },
    ],
    mockClock: clock,
    failOnUnusedRules,
    mock: async ({ mockServer, mockClock, failOnUnusedRules, task }, use) => {
      const mock = new TestMock(mockServer, `dct_test_${accountTag(task.id)}`);
      // A test that is tried again begins anew.
      await mock.reset();
      if (mock.clock.mode !== mockClock) mock.clock.setMode(mockClock);
      await use(mock);
      const unused = failOnUnusedRules ? mock.rules.unused() : [];
      await mock.reset();
      if (unused.length > 0) throw new Error(complaint(unused));
    },
  });
}

const complaint = (rules: ReturnType<MockAccount['rules']['unused']>): string =>
  [
    `${rules.length} of this test's rules never fired. Is an operation, a match or a count not what the client does?`,
    ...rules.map(
      ({ id, operation, match, when, matched }) =>
        `  ${id}: ${operation} ${JSON.stringify({ ...match, ...when })}, matched ${matched} times`,
    ),
  ].join('\n');

/** `mockTest()`: a manual clock and the seed `vitest`. */
export const test: TestAPI<MockFixtures & WorkerFixtures> = mockTest();
