import { checkSdpSize } from './sdp-limits.js';
import { midOf, parseSdp, trackIdOf } from './sdp.js';

/** The track in one media section of an offer. */
export interface OfferedTrack {
  readonly mid: string;
  readonly kind: 'audio' | 'video';
  /** Whether the offerer sends. */
  readonly sends: boolean;
  /** Whether the offerer receives. */
  readonly receives: boolean;
  /** The sender's track id, which LiveKit clients also give as `cid`. */
  readonly trackId: string | undefined;
}

/** The tracks of a client's offer. @throws Error when the SDP is larger than `SDP_LIMITS` or cannot be read */
export function offeredTracks(sdp: string): OfferedTrack[] {
  checkSdpSize(sdp);
  return parseSdp(sdp).media.flatMap((section) => {
    const { type: kind, direction = 'sendrecv' } = section;
    const mid = midOf(section);
    if ((kind !== 'audio' && kind !== 'video') || mid === undefined) return [];
    return [
      {
        mid,
        kind,
        sends: direction.startsWith('send'),
        receives: direction === 'sendrecv' || direction === 'recvonly',
        trackId: trackIdOf(section),
      },
    ];
  });
}
