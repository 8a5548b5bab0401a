import type { IncomingMessage } from 'node:http';
import { ApiError } from '../../contract/errors.js';
import type { Striker } from '../../contract/redaction/strike.js';
import type { Account } from '../../world/accounts/account.js';
import type { NewJournalEntry } from '../../world/journal/types.js';
import type { Identity, World } from '../../world/world.js';
import { identifyKey } from './admission.js';
import type { RealtimeQuery } from './query.js';

/** The path of trials, which need no key. */
export const TRIAL_PATH = '/v1/stream-trial';

/** The client of one upgrade request. */
export interface SocketCaller {
  readonly request: IncomingMessage;
  readonly query: RealtimeQuery;
  /** Undefined when the key is rejected. */
  readonly identity: Identity | undefined;
  /** Its own, or the anonymous one, whose date and settings then apply. */
  readonly account: Account;
  /** Notes what becomes of the client: of its account, or of what belongs to none. */
  readonly journal: { add(entry: NewJournalEntry, sender?: Striker): void };
  /** Why the key is rejected. */
  readonly keyError: ApiError | undefined;
}

export async function identifyCaller(
  world: World,
  request: IncomingMessage,
  query: RealtimeQuery,
): Promise<SocketCaller> {
  try {
    const identity: Identity =
      query.path === TRIAL_PATH && query.keys.length === 0
        ? { account: world.anonymous() }
        : await identifyKey(world, query.keys);
    const { account } = identity;
    return { request, query, identity, account, journal: account.journal, keyError: undefined };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const account = world.anonymous();
    return { request, query, identity: undefined, account, journal: world.unattributed, keyError: error };
  }
}

/** Python drops trickled candidates (facts: sdk-python-android-ios.md 3.3). */
export const isPython = ({ values }: RealtimeQuery): boolean =>
  values.get('user_agent')?.includes('python') ?? false;
