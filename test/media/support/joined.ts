import type { MockOptions, RunningMock } from '../../../src/index.js';
import { KEYS } from './room-host.js';
import { RtcClient } from './rtc-client.js';
import { connect, EMPTY_STATE, KEY, startQuiet } from '../../unit/realtime/support/start.js';
import type { StreamClient } from '../../unit/realtime/support/stream-client.js';

/** Real WebRTC with a session on a manual clock. */
export const startReal = (options: MockOptions = {}): Promise<RunningMock> =>
  startQuiet({ realtime: { media: 'webrtc', livekit: KEYS }, render: 'echo', ...options });

/** A client in its room, with its control socket. */
export class Joined implements AsyncDisposable {
  constructor(
    readonly client: StreamClient,
    readonly room: RtcClient,
  ) {}

  async [Symbol.asyncDispose](): Promise<void> {
    await this.room[Symbol.asyncDispose]();
    await this.client[Symbol.asyncDispose]();
  }
}

interface JoinOptions {
  readonly prompt?: string;
  readonly passthrough?: boolean;
  readonly key?: string;
  readonly model?: string;
}

/**
 * Joins with a first prompt, with an empty state for passthrough, or with an announced first state that is not there
 * yet. The ack of the empty state is not among the client's messages.
 */
export async function join(
  mock: RunningMock,
  { prompt, passthrough = prompt === undefined, key = KEY, model }: JoinOptions = {},
): Promise<Joined> {
  const client = await connect(mock, { key, ...(model !== undefined && { model }) });
  client.send({ type: 'livekit_join', passthrough });
  if (prompt !== undefined) client.send({ type: 'prompt', prompt });
  if (passthrough) {
    client.send(EMPTY_STATE);
    client.messages.splice(client.messages.indexOf(await client.next('set_image_ack')), 1);
  }
  const info = await client.next('livekit_room_info');
  return new Joined(client, await RtcClient.connect(String(info['livekit_url']), String(info['token'])));
}

/** A viewer of a session's room. */
export async function watch(mock: RunningMock, room: string): Promise<RtcClient> {
  const answer = await fetch(`${mock.url}/watch-stream/${room}`, {
    method: 'POST',
    headers: { 'x-api-key': KEY },
  });
  const { livekit_url: url, token } = (await answer.json()) as { livekit_url: string; token: string };
  return RtcClient.connect(url, token);
}
