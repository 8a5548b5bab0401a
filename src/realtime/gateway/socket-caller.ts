import type { IncomingMessage } from 'node:http';
import { ApiError } from '../../contract/errors.js';
import type { Account } from '../../world/accounts/account.js';
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
  /** The account whose journal notes the client: its own, or the anonymous one. */
  readonly account: Account;
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
    return { request, query, identity, account: identity.account, keyError: undefined };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { request, query, identity: undefined, account: world.anonymous(), keyError: error };
  }
}

/** Python drops trickled candidates (facts: sdk-python-android-ios.md 3.3). */
export const isPython = ({ values }: RealtimeQuery): boolean =>
  values.get('user_agent')?.includes('python') ?? false;
