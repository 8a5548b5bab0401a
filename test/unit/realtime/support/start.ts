import { startMock, type MockOptions, type RunningMock } from '../../../../src/index.js';
import type { Account } from '../../../../src/world/accounts/account.js';
import { StreamClient, type StreamOptions } from './stream-client.js';

export const KEY = 'dct_realtime';
/** A date on which today's models are served. */
export const TODAY = '2026-10-08T12:00:00Z';

/** A mock on a manual clock with simulated media, for tests of messages. */
export const startQuiet = (options: MockOptions = {}): Promise<RunningMock> =>
  startMock({ seed: 'realtime', clock: 'manual', now: TODAY, realtime: { media: 'simulated' }, ...options });

export const accountOf = (mock: RunningMock, key = KEY): Account => mock.world.account(key);

export const connect = (mock: RunningMock, options: StreamOptions = {}): Promise<StreamClient> =>
  StreamClient.open(mock.realtimeUrl, options);

/** A state with nothing in it, after which a session generates. */
export const EMPTY_STATE = { type: 'set_image', image_data: null };

/** A session in which frames flow, on the manual clock. The ack of its first state is not among its messages. */
export async function generating(mock: RunningMock, options: StreamOptions = {}): Promise<StreamClient> {
  const client = await connect(mock, options);
  client.send({ type: 'livekit_join', initial_state: EMPTY_STATE });
  await client.next('generation_started');
  const ack = await client.next('set_image_ack');
  client.messages.splice(client.messages.indexOf(ack), 1);
  return client;
}
