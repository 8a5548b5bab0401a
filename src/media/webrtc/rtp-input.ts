import {
  ReceiverEstimatedMaxBitrate,
  RtcpPayloadSpecificFeedback,
  type MediaStreamTrack,
  type RTCRtpCodecParameters,
  type RTCRtpTransceiver,
} from 'werift';
import { every, now, type StopTimer } from '../real-time.js';
import { onPacket } from './packet-path.js';
import type { ReceivedPacket } from './rtp-header.js';
import {
  videoCodecOf,
  type InputPacket,
  type VideoCodec,
  type VideoInputPacket,
} from '../live/media-types.js';

export interface RtpInputEvents {
  /** Called for a track's first packet, and for the first in another codec. */
  codec(codec: VideoCodec): void;
  video(packet: VideoInputPacket): void;
  audio(packet: InputPacket): void;
}

/** Start bitrate that answers give a publisher. */
export const START_KILOBITS = 4000;
/** Without a bandwidth estimate from us a browser starts low and reaches full size only after about 5 s. */
const REMB_INTERVAL_MS = 300;
const REMB_EXPONENT = 6;
const REMB_BITS_PER_SECOND = 8_000_000;
const PLI_INTERVAL_MS = 200;

/** Receives a publisher's packets on one transceiver. */
export class RtpInput {
  #ssrc: number | undefined;
  #source = '';
  #codec: VideoCodec | undefined;
  #agreed: Agreed | undefined;
  #stopRemb: StopTimer | undefined;
  #lastPli = -Infinity;
  #packets = 0;

  constructor(
    readonly transceiver: RTCRtpTransceiver,
    readonly events: RtpInputEvents,
  ) {
    for (const track of transceiver.receiver.tracks) this.#listen(track);
    transceiver.onTrack.subscribe((track) => this.#listen(track));
  }

  get packets(): number {
    return this.#packets;
  }

  /** Requests a key frame from the publisher, at most one in 200 ms. */
  requestKeyFrame(): void {
    if (this.#ssrc === undefined || now() - this.#lastPli < PLI_INTERVAL_MS) return;
    this.#lastPli = now();
    void this.transceiver.receiver.sendRtcpPLI(this.#ssrc);
  }

  /** Sends the publisher a bandwidth estimate, now and every 300 ms. Call it once the connection is up. */
  announceBandwidth(): void {
    if (this.transceiver.kind !== 'video') return;
    this.#stopRemb ??= every(REMB_INTERVAL_MS, () => this.#sendRemb());
    this.#sendRemb();
  }

  close(): void {
    this.#stopRemb?.();
  }

  #listen(track: MediaStreamTrack): void {
    onPacket(track, (packet) => this.#receive(packet));
  }

  #receive(packet: ReceivedPacket): void {
    const { header, payload } = packet;
    if (payload.length === 0) return;
    this.#packets++;
    if (header.ssrc !== this.#ssrc) {
      this.#ssrc = header.ssrc;
      this.#source = `${header.ssrc}`;
    }
    const { sequenceNumber: sequence, timestamp, marker } = header;
    if (this.transceiver.kind === 'audio') {
      this.events.audio({ source: this.#source, sequence, timestamp, marker, payload });
      return;
    }
    const codec = this.#codecOf(header.payloadType);
    if (!codec) return;
    if (!this.#stopRemb) this.announceBandwidth();
    if (codec !== this.#codec) {
      this.#codec = codec;
      this.events.codec(codec);
    }
    this.events.video({ source: this.#source, sequence, timestamp, marker, payload, codec });
  }

  /** The codec of a payload type; kept, for it is read for each packet. */
  #codecOf(payloadType: number): VideoCodec | undefined {
    const { codecs } = this.transceiver;
    if (this.#agreed?.codecs !== codecs || this.#agreed.payloadType !== payloadType) {
      const parameters = codecs.find((each) => each.payloadType === payloadType);
      this.#agreed = { codecs, payloadType, codec: parameters && videoCodecOf(parameters.mimeType) };
    }
    return this.#agreed.codec;
  }

  #sendRemb(): void {
    const { receiver, dtlsTransport } = this.transceiver;
    if (receiver.stopped || dtlsTransport.state !== 'connected') return;
    const feedback = new ReceiverEstimatedMaxBitrate({
      senderSsrc: receiver.rtcpSsrc,
      mediaSsrc: 0,
      ssrcNum: this.#ssrc === undefined ? 0 : 1,
      brExp: REMB_EXPONENT,
      brMantissa: REMB_BITS_PER_SECOND >> REMB_EXPONENT,
      ssrcFeedbacks: this.#ssrc === undefined ? [] : [this.#ssrc],
    });
    void dtlsTransport
      .sendRtcp([new RtcpPayloadSpecificFeedback({ feedback })])
      .catch(() => this.#stopRemb?.());
  }
}

/** The codec of a payload type, among those that a negotiation agreed on. */
interface Agreed {
  readonly codecs: readonly RTCRtpCodecParameters[];
  readonly payloadType: number;
  readonly codec: VideoCodec | undefined;
}
