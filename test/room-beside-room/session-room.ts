import { AccessToken, RoomServiceClient, type VideoGrant } from 'livekit-server-sdk';
import { startMock, type RunningMock } from '../../src/index.js';
import { StreamClient } from '../unit/realtime/support/stream-client.js';
import { KEYS } from './livekit-server.js';

/** The room of one realtime session, on either server. */
export interface SessionRoom extends AsyncDisposable {
  readonly url: string;
  readonly name: string;
  readonly mock: RunningMock;
  /** LiveKit's own API for rooms, on the same server. */
  readonly service: RoomServiceClient;
  /** Identity of the session's own client, whose tracks are the model's input. */
  readonly own: string;
  /** A token for a further participant of the room; it may do all that `grants` does not take away. */
  readonly token: (identity: string, grants?: Partial<VideoGrant>) => Promise<string>;
  /** The client's control socket closes: the session ends, and its room. */
  readonly end: () => Promise<void>;
}

/** Starts a mock with its embedded room server, or on the livekit-server at `livekit`. */
export const startOn = (livekit: string | undefined, render: 'echo' | 'testcard'): Promise<RunningMock> =>
  startMock({
    seed: 'beside',
    now: '2026-11-20T12:00:00Z',
    render,
    realtime: { livekit: { ...(livekit !== undefined && { url: livekit }), ...KEYS } },
  });

/** Starts a mock and a session on it, whose model sends the first camera back. */
export async function openSession(livekit: string | undefined): Promise<SessionRoom> {
  const mock = await startOn(livekit, 'echo');
  const control = await StreamClient.open(mock.realtimeUrl, { key: 'dct_beside', model: 'lucy-2.5' });
  control.send({ type: 'livekit_join', passthrough: false });
  control.send({ type: 'prompt', prompt: 'a red cat' });
  const info = await control.next('livekit_room_info');
  const url = String(info['livekit_url']);
  const name = String(info['room_name']);
  const claims = Buffer.from(String(info['token']).split('.')[1] ?? '', 'base64url').toString();
  const own = (JSON.parse(claims) as { sub: string }).sub;
  return {
    url,
    name,
    mock,
    own,
    service: new RoomServiceClient(url.replace('ws', 'http'), KEYS.key, KEYS.secret),
    async token(identity, grants = {}) {
      const role = identity === own ? 'browser' : identity;
      const token = new AccessToken(KEYS.key, KEYS.secret, {
        identity,
        name: `The ${role}`,
        metadata: `${role} 1`,
        attributes: { kind: role },
      });
      token.addGrant({ roomJoin: true, room: name, canUpdateOwnMetadata: true, ...grants });
      return token.toJwt();
    },
    async end() {
      control.socket.close();
      await control.closed;
    },
    async [Symbol.asyncDispose]() {
      control.socket.terminate();
      await mock[Symbol.asyncDispose]();
    },
  };
}
