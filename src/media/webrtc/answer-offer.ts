import type { RTCPeerConnection } from 'werift';
import { prepareOffer } from './check-offer.js';
import { asOffered } from './sections.js';
import { editSdp, parseSdp, midOf, type SdpEdit } from './sdp.js';

/** Applies an offer, changed so that werift can read it. @throws Error when the SDP cannot be read */
export async function applyOffer(
  connection: RTCPeerConnection,
  offerSdp: string,
  ...edits: readonly SdpEdit[]
): Promise<void> {
  const mids = parseSdp(offerSdp).media.map(midOf);
  // A rejected section may come again under another mid. werift finds it by its place alone.
  for (const transceiver of connection.getTransceivers()) {
    const { mLineIndex } = transceiver;
    if (mLineIndex !== undefined && mids[mLineIndex] !== transceiver.mid) delete transceiver.mLineIndex;
  }
  await connection.setRemoteDescription({ type: 'offer', sdp: prepareOffer(offerSdp, ...edits) });
}

/**
 * Answers the offer that was applied last.
 * @returns the answer, with the sections of the offer
 */
export async function answerOffer(connection: RTCPeerConnection, offerSdp: string): Promise<string> {
  await connection.setLocalDescription(await connection.createAnswer());
  return editSdp(connection.localDescription?.sdp ?? '', asOffered(offerSdp));
}
