import { RtcpPayloadSpecificFeedback, type RTCRtpCodecParameters, type RTCRtpTransceiver } from 'werift';
import { videoCodecOf, type OutputPacket, type VideoCodec } from '../live/media-types.js';
import { PacketSender } from './packet-sender.js';

/** Full intra request (RFC 5104); werift has no event for it. */
const FIR = 4;

/** Sends the model's output on one transceiver. */
export class RtpOutput {
  readonly #packets: PacketSender;
  #sent = 0;
  #agreed: AgreedOutput | undefined;

  constructor(
    readonly transceiver: RTCRtpTransceiver,
    onKeyFrameRequest: () => void,
  ) {
    const { sender } = transceiver;
    this.#packets = new PacketSender(sender);
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
    const { sender } = this.transceiver;
    const parameters = codec ? this.#parametersOf(codec) : sender.codec;
    if (!parameters || sender.stopped) return;
    sender.codec = parameters;
    this.#sent++;
    this.#packets.send(packet, parameters.payloadType);
  }

  /** What was agreed on for a codec; kept, for it is read for each packet. */
  #parametersOf(codec: VideoCodec): RTCRtpCodecParameters | undefined {
    const { codecs } = this.transceiver;
    if (this.#agreed?.codecs !== codecs || this.#agreed.codec !== codec) {
      const parameters = codecs.find(({ mimeType }) => videoCodecOf(mimeType) === codec);
      this.#agreed = { codecs, codec, parameters };
    }
    return this.#agreed.parameters;
  }
}

/** The parameters of a codec, among those that a negotiation agreed on. */
interface AgreedOutput {
  readonly codecs: readonly RTCRtpCodecParameters[];
  readonly codec: VideoCodec;
  readonly parameters: RTCRtpCodecParameters | undefined;
}

function feedbackFormat(packet: RtcpPayloadSpecificFeedback): number | undefined {
  const { feedback } = packet;
  return typeof feedback === 'object' && 'count' in feedback && typeof feedback.count === 'number'
    ? feedback.count
    : undefined;
}
