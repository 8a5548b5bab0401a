import type { RTCRtpTransceiver } from 'werift';
import type { OfferedTrack } from '../webrtc/offered-tracks.js';
import type { SdpEdit } from '../webrtc/sdp.js';

/** Decides what an answer sends in the sections in which the client receives. */
export interface AnswerSections {
  /** Called once the offer is applied and before it is answered. */
  assign(transceivers: readonly RTCRtpTransceiver[], offered: readonly OfferedTrack[]): void;
  /** Called once for each answer. */
  edit(): SdpEdit;
}
