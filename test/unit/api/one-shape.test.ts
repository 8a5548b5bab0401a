import { expect, test as plain } from 'vitest';
import { createMock, startMock, type Mock, type MockAccount, type RunningMock } from '../../../src/index.js';
import { test as withFixture } from '../../../src/vitest.js';
import { clientOf, controlOf } from '../control/support.js';

/** One account as a handle shows it, and the control API of the same account. */
interface Asked {
  readonly handle: MockAccount;
  readonly control: ReturnType<typeof controlOf>;
}

/** A question to both: how the handle answers it, and the route with the field of its answer, if it has one. */
interface Question {
  readonly route: readonly [method: string, path: string, body?: unknown];
  readonly field?: string;
  readonly ask: (handle: MockAccount) => Promise<unknown>;
}

const rule = { id: 'one', operation: 'verify', when: { nth: 9 }, effect: { type: 'delay', ms: 5 } } as const;

/** Reads. Asked twice, they answer the same on a clock that stands still. */
const reads: readonly Question[] = [
  { route: ['GET', '/state'], ask: (account) => account.state() },
  { route: ['GET', '/clock'], ask: (account) => account.clock.get() },
  { route: ['GET', '/credits'], ask: (account) => account.credits.get() },
  { route: ['GET', '/credits/ledger'], field: 'lines', ask: (account) => account.credits.ledger() },
  { route: ['GET', '/quota'], ask: (account) => account.quota.get() },
  { route: ['GET', '/rules'], field: 'rules', ask: (account) => account.rules.list() },
  { route: ['GET', '/journal'], field: 'entries', ask: (account) => account.journal.find() },
  {
    route: ['GET', '/journal?operation=jobs.*&limit=1'],
    field: 'entries',
    ask: (account) => account.journal.find({ operation: 'jobs.*', limit: 1 }),
  },
  {
    route: ['GET', '/journal/count?method=POST'],
    field: 'count',
    ask: (account) => account.journal.count({ method: 'POST' }),
  },
  {
    route: ['GET', '/journal/wait?operation=jobs.submit&count=2'],
    field: 'entries',
    ask: (account) => account.journal.waitForCount({ operation: 'jobs.submit' }, 2),
  },
  { route: ['GET', '/jobs'], field: 'jobs', ask: (account) => account.jobs() },
  { route: ['GET', '/files'], field: 'files', ask: (account) => account.files() },
  { route: ['GET', '/tokens'], field: 'tokens', ask: (account) => account.tokens() },
  { route: ['GET', '/sessions'], field: 'sessions', ask: (account) => account.sessions() },
  { route: ['GET', '/snapshot'], ask: (account) => account.save() },
  {
    route: ['GET', '/catalogue?until=2026-12-31'],
    ask: (account) => account.catalogue({ until: '2026-12-31' }),
  },
];

/** Changes that can be made twice, with the same answer. */
const changes: readonly Question[] = [
  { route: ['PUT', '/clock', { mode: 'manual' }], ask: (account) => account.clock.set('manual') },
  { route: ['POST', '/clock/advance', { by: 0 }], ask: (account) => account.clock.advance(0) },
  { route: ['POST', '/clock/next'], ask: (account) => account.clock.next() },
  {
    route: ['PUT', '/credits', { balance: 80, autoTopUp: null }],
    ask: (account) => account.credits.set({ balance: 80, autoTopUp: null }),
  },
  { route: ['PUT', '/quota', { maxConcurrentSessions: 3 }], ask: (account) => account.quota.set(3) },
];

/** Changes that come to nothing the second time: made anew before each. */
const removals: readonly (Question & { readonly before: (account: MockAccount) => Promise<unknown> })[] = [
  {
    before: (account) => account.rules.clear(),
    route: ['POST', '/rules', rule],
    field: 'rules',
    ask: async (account) => [await account.rules.add(rule)],
  },
  {
    before: async (account) => (await account.rules.list()).length === 0 && account.rules.add(rule),
    route: ['DELETE', '/rules/one'],
    field: 'removed',
    ask: (account) => account.rules.remove('one'),
  },
  {
    before: async (account) => (await account.rules.list()).length === 0 && account.rules.add(rule),
    route: ['DELETE', '/rules'],
    field: 'removed',
    ask: (account) => account.rules.clear(),
  },
  {
    before: (account) => clientOf(account === account ? fetchOf(account) : fetch, account.key).quota(),
    route: ['DELETE', '/journal'],
    field: 'removed',
    ask: (account) => account.journal.clear(),
  },
  {
    before: async () => undefined,
    route: ['POST', '/reset'],
    field: 'reset',
    ask: (account) => account.reset(),
  },
];
