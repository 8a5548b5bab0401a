import type { SubscriptionPermission, TrackPermission } from '@livekit/protocol';

/** Who asks for a track. */
export interface TrackSubscriber {
  readonly sid: string;
  readonly identity: string;
}

/** Whether a participant may receive a track of the publisher. */
export type Permits = (subscriber: TrackSubscriber, trackSid: string) => boolean;

/** What a publisher permits. Without a permission everyone may receive its tracks. */
export function permits(permission: SubscriptionPermission | undefined): Permits {
  if (!permission || permission.allParticipants) return () => true;
  const byIdentity = new Map<string, Permitted>();
  const bySid = new Map<string, Permitted>();
  // A client may list thousands, and each participant asks for each track.
  permission.trackPermissions.forEach((entry, rank) => {
    const { participantIdentity, participantSid } = entry;
    const [entries, name] =
      participantIdentity === '' ? [bySid, participantSid] : [byIdentity, participantIdentity];
    if (name !== '' && !entries.has(name)) entries.set(name, permitted(entry, rank));
  });
  return ({ sid, identity }, trackSid) => {
    const own = earlier(byIdentity.get(identity), bySid.get(sid));
    return own !== undefined && (own.allTracks || own.trackSids.has(trackSid));
  };
}

/** One participant's part of a permission. */
interface Permitted {
  /** The place in the permission: the first entry for a participant counts. */
  readonly rank: number;
  readonly allTracks: boolean;
  readonly trackSids: ReadonlySet<string>;
}

const permitted = ({ allTracks, trackSids }: TrackPermission, rank: number): Permitted => ({
  rank,
  allTracks,
  trackSids: new Set(trackSids),
});

const earlier = (one: Permitted | undefined, other: Permitted | undefined): Permitted | undefined =>
  one && other ? (one.rank < other.rank ? one : other) : (one ?? other);
