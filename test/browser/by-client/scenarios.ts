import type { Account } from '../../../src/world/accounts/account.js';
import { secondCamera } from './second-camera.js';
import { once, until, type Change, type Scenario } from './scenario.js';

const generating = { operation: 'realtime.generation' } as const;
const end = (reason: string) => once(generating.operation, { type: 'end', reason, afterSeconds: 2 });
const minted = async (
  account: Account,
  options: Parameters<Account['tokens']['mint']>[0],
): Promise<Change> => ({
  key: (await account.tokens.mint({ expiresIn: 3_600, ...options })).apiKey,
});

const directHasNoRoom = 'it has a peer connection of its own and no LiveKit room';

/** Nothing is about to happen. */
const NO_RULE_MS = 2_000;

export const scenarios: readonly Scenario[] = [
  { id: 'connect', key: 'dct_table_connect', quietMs: NO_RULE_MS, watchOutput: true },
  {
    id: 'bare-connect',
    key: 'dct_table_bare_connect',
    prepare: () => ({ prompt: null }),
    quietMs: NO_RULE_MS,
    watchOutput: true,
  },
  {
    id: 'capacity-once',
    key: 'dct_table_capacity_once',
    prepare: once('realtime.connect', { type: 'error', code: 'at_capacity' }),
  },
  { id: 'capacity-always', key: 'dct_at_capacity_always' },
  { id: 'session-limit', key: 'dct_quota_0_limit' },
  {
    id: 'session-limit-running',
    key: 'dct_table_session_limit_running',
    prepare: once(generating.operation, {
      type: 'close',
      code: 1013,
      reason: 'Session Limit Reached',
      afterMs: 2_000,
    }),
  },
  { id: 'bad-key', key: 'dct_invalid_table' },
  {
    id: 'retired-model',
    key: 'dct_table_retired_model',
    without: { '0.0.46': 'no realtime model was retired in its time' },
    prepare: () => ({ model: 'lucy-vton-2' }),
  },
  {
    id: 'unknown-model',
    key: 'dct_table_unknown_model',
    without: { '0.0.46': '`connect` takes only the names that it knows' },
    prepare: () => ({ model: 'lucy-of-the-past' }),
  },
  {
    id: 'model-scope',
    key: 'dct_table_model_scope',
    without: { '0.0.46': 'tokens had no models in its time' },
    prepare: (account) => minted(account, { allowedModels: ['lucy-restyle-2'] }),
  },
  {
    id: 'origin',
    key: 'dct_table_origin',
    without: {
      '0.0.46': 'tokens had no origins in its time',
      'Python 0.2.4': 'a program sends no `Origin`',
    },
    prepare: (account) => minted(account, { allowedOrigins: ['https://elsewhere.example'] }),
  },
  { id: 'no-credits', key: 'dct_no_credits_table' },
  {
    id: 'policy-kill',
    key: 'dct_table_policy_kill',
    prepare: once(generating.operation, {
      type: 'close',
      code: 1008,
      reason: 'Policy violation',
      afterMs: 2_000,
    }),
  },
  { id: 'moderation', key: 'dct_table_moderation', prepare: end('moderation_violation') },
  { id: 'credits-run-out', key: 'dct_table_credits_run_out', prepare: end('insufficient_credits') },
  { id: 'timeout', key: 'dct_table_timeout', prepare: end('timeout') },
  {
    id: 'duration-cap',
    key: 'dct_table_duration_cap',
    prepare: (account) => minted(account, { maxSessionDuration: 3 }),
    without: { '0.0.46': 'tokens had no `maxSessionDuration` in its time' },
    then: async (subject) => {
      await until(subject, 'duration-cap', 'over', ({ told }) =>
        told.some((each) => each.startsWith('error')),
      );
      return undefined;
    },
    watchOutput: true,
  },
  {
    id: 'dropped',
    key: 'dct_table_dropped',
    prepare: once(generating.operation, { type: 'drop', afterMs: 2_000 }),
    watchOutput: true,
  },
  {
    id: 'stopped-before',
    key: 'dct_table_stopped_before',
    prepare: () => ({ camera: 'stopped' }),
    quietMs: NO_RULE_MS,
    watchOutput: true,
  },
  {
    id: 'stopped-running',
    key: 'dct_table_stopped_running',
    then: async (subject) => {
      await subject.stopCamera('stopped-running');
      return undefined;
    },
    watchOutput: true,
  },
  {
    id: 'two-tracks',
    key: 'dct_table_two_tracks',
    prepare: () => ({ camera: 'red, then blue' }),
    then: secondCamera,
    quietMs: NO_RULE_MS,
    watchOutput: true,
  },
  {
    id: 'rejoin',
    key: 'dct_table_rejoin',
    without: {
      '0.0.46': directHasNoRoom,
      'Python 0.2.4': 'the SDK keeps its room to itself',
    },
    prepare: once('realtime.join', { type: 'signal', mode: 'leave_during_reconnect' }, { showNewest: true }),
    then: async (subject) => {
      await until(subject, 'rejoin', 'shown', ({ frames }) => frames > 5);
      await subject.rejoinRoom('rejoin');
      return undefined;
    },
    watchOutput: true,
  },
];
