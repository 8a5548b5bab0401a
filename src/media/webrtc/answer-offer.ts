import type { RTCPeerConnection } from 'werift';
import { asOffered } from './sections.js';
import { editSdp } from './sdp.js';

/**
 * Answers the offer that was applied last.
 * @returns the answer, with the sections of the offer
 */
export async function answerOffer(connection: RTCPeerConnection, offerSdp: string): Promise<string> {
  await connection.setLocalDescription(await connection.createAnswer());
  return editSdp(connection.localDescription?.sdp ?? '', asOffered(offerSdp));
}
