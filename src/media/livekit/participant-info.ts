import {
  ParticipantInfo,
  ParticipantInfo_Kind,
  ParticipantPermission,
  type DisconnectReason,
  type ParticipantInfo_State,
  type TrackInfo,
} from '@livekit/protocol';
import type { TokenGrants } from './tokens.js';

export interface ClientInfo {
  readonly sid: string;
  readonly grants: TokenGrants;
  readonly state: ParticipantInfo_State;
  readonly tracks: TrackInfo[];
  readonly isPublisher: boolean;
  /** Epoch milliseconds. */
  readonly joinedAt: number;
  /** Counts the updates about this client. */
  readonly version: number;
  readonly disconnectReason?: DisconnectReason | undefined;
}

/** A client as participants see it. */
export function participantInfo({
  grants,
  joinedAt,
  disconnectReason,
  ...rest
}: ClientInfo): ParticipantInfo {
  return new ParticipantInfo({
    ...rest,
    identity: grants.identity,
    name: grants.name,
    metadata: grants.metadata,
    kind: ParticipantInfo_Kind.STANDARD,
    attributes: { ...grants.attributes },
    joinedAt: BigInt(Math.floor(joinedAt / 1000)),
    joinedAtMs: BigInt(joinedAt),
    ...(disconnectReason !== undefined && { disconnectReason }),
    permission: new ParticipantPermission({
      canPublish: grants.canPublish,
      canSubscribe: grants.canSubscribe,
      canPublishData: grants.canPublishData,
      canUpdateMetadata: grants.canUpdateOwnMetadata,
      hidden: grants.hidden,
    }),
  });
}
