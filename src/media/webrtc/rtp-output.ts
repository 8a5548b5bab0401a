import { RtcpPayloadSpecificFeedback, RtpHeader, RtpPacket, type RTCRtpTransceiver } from 'werift';
import { videoCodecOf, type OutputPacket, type VideoCodec } from '../live/media-types.js';

/** Full intra request (RFC 5104); werift has no event for it. */
const FIR = 4;

/** Sends the model's output on one transceiver. */
export class RtpOutput {
  #sent = 0;

  constructor(
    readonly transceiver: RTCRtpTransceiver,
    onKeyFrameRequest: () => void,
  ) {
    const { sender } = transceiver;
    sender.onPictureLossIndication.subscribe(onKeyFrameRequest);
    sender.onRtcp.subscribe((packet) => {
      if (packet instanceof RtcpPayloadSpecificFeedback && feedbackFormat(packet) === FIR)
        onKeyFrameRequest();
    });
  }

  get sent(): number {
    return this.#sent;
  }

  /** Video codecs that both ends agreed on. */
  get codecs(): VideoCodec[] {
    const codecs = this.transceiver.codecs.flatMap(({ mimeType }) => videoCodecOf(mimeType) ?? []);
    return [...new Set(codecs)];
  }

  /**
   * Begins another track, under an SSRC of its own: a client shows nothing of a second track on the SSRC of the first
   * (seen with rtc-node 1.1.0). The connection's router has to learn of it.
   */
  restart(): void {
    if (this.#sent === 0) return;
    const { sender } = this.transceiver;
    Object.assign(sender, { ssrc: (sender.ssrc + 1) >>> 0 });
    this.#sent = 0;
  }

  /** Sends a packet; only video needs `codec`. Drops a packet in a codec that was not agreed on. */
  send(packet: OutputPacket, codec?: VideoCodec): void {
    const { sender, codecs } = this.transceiver;
    if (codec) {
      const agreed = codecs.find(({ mimeType }) => videoCodecOf(mimeType) === codec);
      if (!agreed) return;
      sender.codec = agreed;
    }
    if (sender.stopped) return;
    this.#sent++;
    // werift writes SSRC, payload type and extensions into the header, so each receiver needs its own.
    const header = new RtpHeader({
      sequenceNumber: packet.sequence,
      timestamp: packet.timestamp,
      marker: packet.marker,
    });
    void sender.sendRtp(new RtpPacket(header, packet.payload)).catch(() => undefined);
  }
}

function feedbackFormat(packet: RtcpPayloadSpecificFeedback): number | undefined {
  const { feedback } = packet;
  return typeof feedback === 'object' && 'count' in feedback && typeof feedback.count === 'number'
    ? feedback.count
    : undefined;
}
