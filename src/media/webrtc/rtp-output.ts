import { RtcpPayloadSpecificFeedback, RtpHeader, RtpPacket, type RTCRtpTransceiver } from 'werift';
import { videoCodecOf, type OutputPacket, type VideoCodec } from '../live/media-types.js';

/** Full intra request (RFC 5104); werift has no event for it. */
const FIR = 4;

/** Distance of two tracks on one SSRC, a tenth of a second of video. */
const TRACK_GAP_TICKS = 9000;

/** Sends the model's output on one transceiver. */
export class RtpOutput {
  #sent = 0;
  /** Number and timestamp after the last packet of the earlier track, and those of the first packet since. */
  #next = { sequence: 0, timestamp: 0 };
  #shift: { readonly sequence: number; readonly timestamp: number } | undefined = {
    sequence: 0,
    timestamp: 0,
  };

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

  /** Begins another track: its numbers and timestamps go on from those of the track before, for the SSRC is the same. */
  restart(): void {
    this.#shift = this.#sent === 0 ? { sequence: 0, timestamp: 0 } : undefined;
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
    const header = new RtpHeader({ ...this.#renumber(packet), marker: packet.marker });
    void sender.sendRtp(new RtpPacket(header, packet.payload)).catch(() => undefined);
  }

  #renumber({ sequence, timestamp }: OutputPacket): { sequenceNumber: number; timestamp: number } {
    this.#shift ??= {
      sequence: this.#next.sequence - sequence,
      timestamp: this.#next.timestamp - timestamp,
    };
    const sequenceNumber = (sequence + this.#shift.sequence) & 0xffff;
    const shifted = (timestamp + this.#shift.timestamp) >>> 0;
    this.#next = { sequence: sequenceNumber + 1, timestamp: shifted + TRACK_GAP_TICKS };
    return { sequenceNumber, timestamp: shifted };
  }
}

function feedbackFormat(packet: RtcpPayloadSpecificFeedback): number | undefined {
  const { feedback } = packet;
  return typeof feedback === 'object' && 'count' in feedback && typeof feedback.count === 'number'
    ? feedback.count
    : undefined;
}
