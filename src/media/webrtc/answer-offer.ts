import type { RTCPeerConnection } from 'werift';
import { assertSockets } from '../ice/guard-ice.js';
import { prepareOffer } from './check-offer.js';
import { awaitHandshake } from './connect-promptly.js';
import { offeredTracks, type OfferedTrack } from './offered-tracks.js';
import { asOffered } from './sections.js';
import { editSdp, parseSdp, midOf, type SdpEdit } from './sdp.js';

/** Applies an offer, changed so that werift can read it. @throws Error when the SDP cannot be read */
export async function applyOffer(
  connection: RTCPeerConnection,
  offerSdp: string,
  ...edits: readonly SdpEdit[]
): Promise<void> {
  const mids = parseSdp(offerSdp).media.map(midOf);
  const offered = offeredTracks(offerSdp);
  for (const transceiver of connection.getTransceivers()) {
    const { mid, mLineIndex } = transceiver;
    // A rejected section may come again under another mid. werift finds it by its place alone.
    if (mLineIndex !== undefined && mids[mLineIndex] !== mid) delete transceiver.mLineIndex;
    const track = offered.find((each) => each.mid === mid);
    if (track) transceiver.setDirection(directionFor(track));
  }
  await connection.setRemoteDescription({ type: 'offer', sdp: prepareOffer(offerSdp, ...edits) });
}

/**
 * Answers the offer that was applied last.
 * @returns the answer, with the sections of the offer
 * @throws MediaPortError when there is no socket for the media
 */
export async function answerOffer(connection: RTCPeerConnection, offerSdp: string): Promise<string> {
  awaitHandshake(connection);
  await connection.setLocalDescription(await connection.createAnswer());
  assertSockets(connection);
  return editSdp(connection.localDescription?.sdp ?? '', asOffered(offerSdp));
}

/** The direction of a section that the client used in another one before. werift goes by it while it reads the offer. */
function directionFor({ sends, receives }: OfferedTrack): 'sendrecv' | 'recvonly' | 'sendonly' {
  if (!sends) return 'sendonly';
  return receives ? 'sendrecv' : 'recvonly';
}
