import type { MockAccount } from '../../../../src/index.js';

/** One question to a handle and to the control API. */
export interface Question {
  readonly method: string;
  /** Below `/_mock`, with its query. */
  readonly path: string;
  readonly body?: unknown;
  /** Where the control API wraps one list or one number: the field that the handle resolves with. */
  readonly field?: string;
  readonly ask: (handle: MockAccount) => Promise<unknown>;
  /** Makes what the question takes away. */
  readonly before?: (handle: MockAccount) => Promise<unknown>;
}

const rule = {
  id: 'shape',
  operation: 'verify',
  when: { nth: 9 },
  effect: { type: 'delay', ms: 5 },
} as const;

const withRule = async (account: MockAccount): Promise<void> => {
  await account.rules.clear();
  await account.rules.add(rule);
};

/** What both answer alike, twice, on a clock that stands still. */
export const questions: readonly Question[] = [
  { method: 'GET', path: '/state', ask: (account) => account.state() },
  { method: 'GET', path: '/clock', ask: (account) => account.clock.get() },
  { method: 'GET', path: '/credits', ask: (account) => account.credits.get() },
  { method: 'GET', path: '/credits/ledger', field: 'lines', ask: (account) => account.credits.ledger() },
  { method: 'GET', path: '/quota', ask: (account) => account.quota.get() },
  { method: 'GET', path: '/permissions', ask: (account) => account.permissions.get() },
  { method: 'GET', path: '/pace', ask: (account) => account.pace.get() },
  { method: 'GET', path: '/rules', field: 'rules', ask: (account) => account.rules.list() },
  { method: 'GET', path: '/journal', field: 'entries', ask: (account) => account.journal.find() },
  {
    method: 'GET',
    path: '/journal?operation=jobs.*&limit=1',
    field: 'entries',
    ask: (account) => account.journal.find({ operation: 'jobs.*', limit: 1 }),
  },
  {
    method: 'GET',
    path: '/journal/count?method=POST',
    field: 'count',
    ask: (account) => account.journal.count({ method: 'POST' }),
  },
  {
    method: 'GET',
    path: '/journal/wait?operation=jobs.submit&count=1',
    field: 'entries',
    ask: (account) => account.journal.waitForCount({ operation: 'jobs.submit' }, 1),
  },
  { method: 'GET', path: '/jobs', field: 'jobs', ask: (account) => account.jobs() },
  { method: 'GET', path: '/files', field: 'files', ask: (account) => account.files() },
  { method: 'GET', path: '/tokens', field: 'tokens', ask: (account) => account.tokens() },
  { method: 'GET', path: '/sessions', field: 'sessions', ask: (account) => account.sessions() },
  { method: 'GET', path: '/snapshot', ask: (account) => account.save() },
  {
    method: 'GET',
    path: '/catalogue?until=2026-12-31',
    ask: (account) => account.catalogue({ until: '2026-12-31' }),
  },
  { method: 'PUT', path: '/clock', body: { mode: 'manual' }, ask: (account) => account.clock.set('manual') },
  {
    method: 'POST',
    path: '/clock/advance',
    body: { by: '0s' },
    ask: (account) => account.clock.advance('0s'),
  },
  {
    method: 'POST',
    path: '/clock/advance',
    body: { to: '2026-10-01T00:00:05Z' },
    ask: (account) => account.clock.advanceTo('2026-10-01T00:00:05Z'),
  },
  {
    method: 'PUT',
    path: '/credits',
    body: { balance: 80, autoTopUp: null },
    ask: (account) => account.credits.set({ balance: 80, autoTopUp: null }),
  },
  {
    method: 'PUT',
    path: '/quota',
    body: { maxConcurrentSessions: 3 },
    ask: (account) => account.quota.set(3),
  },
  {
    method: 'PUT',
    path: '/pace',
    body: { pace: 'live' },
    ask: (account) => account.pace.set('live'),
  },
  {
    method: 'PUT',
    path: '/permissions',
    body: { allowedModels: ['lucy-2.1'], serviceTier: 3, zeroDataRetention: true },
    ask: (account) =>
      account.permissions.set({ allowedModels: ['lucy-2.1'], serviceTier: 3, zeroDataRetention: true }),
  },
  {
    method: 'POST',
    path: '/rules',
    body: [rule],
    field: 'rules',
    before: (account) => account.rules.clear(),
    ask: (account) => account.rules.addAll([rule]),
  },
  {
    method: 'DELETE',
    path: '/rules/shape',
    field: 'removed',
    before: withRule,
    ask: (account) => account.rules.remove('shape'),
  },
  {
    method: 'DELETE',
    path: '/rules',
    field: 'removed',
    before: withRule,
    ask: (account) => account.rules.clear(),
  },
];

/** What the second answer cannot repeat: asked of equal accounts of two mocks. */
export const endings: readonly Question[] = [
  { method: 'POST', path: '/clock/next', ask: (account) => account.clock.next() },
  { method: 'DELETE', path: '/journal', field: 'removed', ask: (account) => account.journal.clear() },
  { method: 'POST', path: '/reset', field: 'reset', ask: (account) => account.reset() },
];
