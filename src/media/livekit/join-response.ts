import { JoinResponse, ServerInfo, type Room, type ParticipantInfo } from '@livekit/protocol';
import type { VideoCodec } from '../live/media-types.js';
import { enabledCodecs } from './publish-codecs.js';
import type { SignalControl } from './signal-mode.js';

export const SERVER = new ServerInfo({ version: '1.9.0', protocol: 16, region: 'mock', nodeId: 'mock' });

/** The times of LiveKit's test server, which keep a timeout test short. */
const SHORT_PING = { pingInterval: 1, pingTimeout: 3 };

export interface JoinResponseParts {
  readonly room: Room;
  readonly participant: ParticipantInfo;
  readonly others: ParticipantInfo[];
  readonly control: SignalControl;
  /** Whether the client receives over a peer connection of its own, which it waits for. */
  readonly subscriberPrimary: boolean;
  readonly pingIntervalSeconds: number;
  readonly pingTimeoutSeconds: number;
  /** Video codecs that clients may publish in. */
  readonly publishCodecs: readonly VideoCodec[];
}

/** The first message to a client that joins (facts: livekit.md B). */
export function joinResponse(parts: JoinResponseParts): JoinResponse {
  const { pingIntervalSeconds: pingInterval, pingTimeoutSeconds: pingTimeout } = parts;
  return new JoinResponse({
    room: parts.room,
    participant: parts.participant,
    otherParticipants: parts.others,
    serverVersion: SERVER.version,
    serverInfo: SERVER,
    iceServers: [],
    subscriberPrimary: parts.subscriberPrimary,
    ...(parts.control.mode === 'happy' ? { pingInterval, pingTimeout } : SHORT_PING),
    enabledPublishCodecs: enabledCodecs(parts.publishCodecs),
  });
}
