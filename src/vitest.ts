import { test as base, type TestAPI } from 'vitest';
import { MockAccount } from './handles/mock-account.js';
import { startMock, type StartOptions } from './api/create-mock.js';
import type { InMemoryFetch } from './api/in-memory-fetch/fetch.js';
import type { RunningMock } from './api/mock.js';
import type { RuleView } from './contract/control-types.js';
import { accountTag } from './world/accounts/account.js';
import type { ClockMode } from './world/time/clock.js';

/** A running mock with a key of its own for each test, so that tests do not affect each other. */
export class TestMock extends MockAccount {
  constructor(
    readonly server: RunningMock,
    key: string,
  ) {
    super({ world: server.world, blobs: server.server.blobs }, key);
    server.world.hold(key);
  }

  /** As `fetch` of `startMock`: a path, a URL of the API's hosts, or the mock's own URL. It adds no key. */
  get fetch(): InMemoryFetch {
    return this.server.fetch;
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

  /**
   * Another account of the same mock. Choose a key that no other test uses. Without a key, the test's own account.
   * @throws TypeError for a key that is not text
   */
  account(key: string = this.key): MockAccount {
    return this.server.account(key);
  }
}

export interface MockTestOptions extends Omit<StartOptions, 'clock'> {
  /** How time passes in each test; default `manual`. */
  readonly clock?: ClockMode;
  /** Fail a test with a rule that never fired; default false. */
  readonly failOnUnusedRules?: boolean;
}

/** The fixtures of a test. Override `mockClock` and `failOnUnusedRules` with `test.override` (vitest 3: `test.scoped`). */
export interface MockFixtures {
  readonly mock: TestMock;
  /** Clock mode of this test. */
  readonly mockClock: ClockMode;
  /** Fail this test if a rule never fired. */
  readonly failOnUnusedRules: boolean;
}

interface WorkerFixtures {
  readonly mockServer: RunningMock;
}

/**
 * A `test` with the fixture `mock`: one mock server per worker, a fresh key per test. By default the clock is manual
 * and the seed fixed, so that a test sees the same ids in every run.
 */
export function mockTest(options: MockTestOptions = {}): TestAPI<MockFixtures & WorkerFixtures> {
  const { failOnUnusedRules = false, clock = 'manual', seed = 'vitest', ...rest } = options;
  return base.extend<MockFixtures & WorkerFixtures>({
    mockServer: [
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
      // A retried test starts from scratch.
      await mock.reset();
      if ((await mock.clock.get()).mode !== mockClock) await mock.clock.set(mockClock);
      await use(mock);
      const unused = failOnUnusedRules ? await mock.rules.unused() : [];
      await mock.reset();
      if (unused.length > 0) throw new Error(unusedRulesMessage(unused));
    },
  });
}

const unusedRulesMessage = (rules: readonly RuleView[]): string =>
  [
    `${rules.length} of this test's rules never fired. Check the operation, match and count of each against the client's calls.`,
    ...rules.map(
      ({ id, operation, match, when, matched }) =>
        `  ${id}: ${operation} ${JSON.stringify({ ...match, ...when })}, matched ${matched} times`,
    ),
  ].join('\n');

/** `mockTest()`: a manual clock and the seed `vitest`. */
export const test: TestAPI<MockFixtures & WorkerFixtures> = mockTest();
