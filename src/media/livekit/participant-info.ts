import {
  ParticipantInfo,
  ParticipantInfo_Kind,
  ParticipantPermission,
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
}

/** A client as participants see it. */
export function participantInfo({ sid, grants, state, tracks, isPublisher }: ClientInfo): ParticipantInfo {
  return new ParticipantInfo({
    sid,
    identity: grants.identity,
    name: grants.name,
    state,
    kind: ParticipantInfo_Kind.STANDARD,
    attributes: { ...grants.attributes },
    tracks,
    isPublisher,
    permission: new ParticipantPermission({
      canPublish: grants.canPublish,
      canSubscribe: grants.canSubscribe,
      canPublishData: grants.canPublishData,
      hidden: grants.hidden,
    }),
  });
}
