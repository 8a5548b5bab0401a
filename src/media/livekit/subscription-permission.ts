import type { SubscriptionPermission } from '@livekit/protocol';

/** Who asks for a track. */
export interface TrackSubscriber {
  readonly sid: string;
  readonly identity: string;
}

/** Whether a publisher permits a participant to receive its track. Without a permission everyone may. */
export function permits(
  permission: SubscriptionPermission | undefined,
  { sid, identity }: TrackSubscriber,
  trackSid: string,
): boolean {
  if (!permission || permission.allParticipants) return true;
  const own = permission.trackPermissions.find(({ participantIdentity, participantSid }) =>
    participantIdentity === '' ? participantSid === sid : participantIdentity === identity,
  );
  return own !== undefined && (own.allTracks || own.trackSids.includes(trackSid));
}
