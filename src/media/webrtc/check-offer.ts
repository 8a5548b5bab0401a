import { SessionDescription } from 'werift';
import { offeredTracks } from './offered-tracks.js';
import { keepBestLayer, withoutTransportCc } from './sdp-edits.js';
import { readUnused } from './sections.js';
import { editSdp, type SdpEdit } from './sdp.js';

/** @throws Error for an SDP that no peer could answer */
export function checkOffer(offerSdp: string): void {
  if (offeredTracks(offerSdp).length === 0)
    throw new Error('Cannot answer the offer: it has no audio or video section.');
  SessionDescription.parse(prepareOffer(offerSdp));
}

/** The offer with only what werift answers well. */
export const prepareOffer = (offerSdp: string, ...edits: readonly SdpEdit[]): string =>
  editSdp(offerSdp, ...edits, keepBestLayer, withoutTransportCc, readUnused);
