import { now } from '../real-time.js';
import { cutPacketTrailer, hasTrailer } from './frame-trailer.js';
import { startsKeyFrame } from './key-frame.js';
import {
  VIDEO_TICKS,
  type InputPacket,
  type VideoCodec,
  type VideoInputPacket,
  type VideoOutputPacket,
} from './media-types.js';
import type { OutputGate } from './output-gate.js';
import { RtpTimeline } from './rtp-timeline.js';
import type { StallDetector } from './stall-detector.js';

export interface VideoOutputPorts {
  readonly gate: OutputGate;
  readonly stalls: StallDetector;
  emit(packet: VideoOutputPacket): void;
  /** A packet is not sent, because output is held. */
  withheld(): void;
  requestKeyFrame(): void;
}

/** Sends video of changing sources as one continuous RTP stream. Each source starts with a key frame. */
export class VideoOutput {
  readonly #timeline = new RtpTimeline(VIDEO_TICKS);
  #ownSequence = 0;
  /** The source whose key frame was sent; packets of another one are useless to a receiver until its key frame. */
  #intactSource: string | undefined;
  #frames = 0;
  #packets = 0;

  constructor(readonly ports: VideoOutputPorts) {}

  get frames(): number {
    return this.#frames;
  }

  get packets(): number {
    return this.#packets;
  }

  /** The next packet follows the last one, and starts with a key frame. */
  restart(): void {
    this.#intactSource = undefined;
    this.ports.requestKeyFrame();
  }

  /** Sends a publisher's packet. Every packet may end in a trailer: VP9 has one behind each layer of a frame. */
  forward(packet: VideoInputPacket): void {
    const { codec, payload } = packet;
    if (!hasTrailer(payload)) return this.#send(codec, packet, undefined);
    const { data, captureTime } = cutPacketTrailer(codec, payload);
    this.#send(codec, { ...packet, payload: data }, captureTime);
  }

  /** Sends a frame that was made here. */
  sendFrame(
    codec: VideoCodec,
    payloads: readonly Buffer[],
    time: number,
    source: string,
    captureTime?: bigint,
  ): void {
    payloads.forEach((payload, index) => {
      const marker = index === payloads.length - 1;
      this.#ownSequence = (this.#ownSequence + 1) & 0xffff;
      const packet = { source, sequence: this.#ownSequence, timestamp: time >>> 0, marker, payload };
      this.#send(codec, packet, captureTime);
    });
  }

  #send(
    codec: VideoCodec,
    { source, sequence, timestamp, marker, payload }: InputPacket,
    captureTime: bigint | undefined,
  ): void {
    const { gate, stalls } = this.ports;
    const at = now();
    if (gate.held) return this.ports.withheld();
    if (gate.blocksVideo(this.#frames, at)) {
      this.#intactSource = undefined;
      return;
    }
    if (this.#intactSource !== source) {
      if (!startsKeyFrame(codec, payload)) {
        if (marker) this.ports.requestKeyFrame();
        return;
      }
      this.#intactSource = source;
      this.#timeline.restart();
    }
    const numbers = this.#timeline.map(source, sequence, timestamp, at);
    this.ports.emit({
      sequence: numbers.sequence,
      timestamp: numbers.timestamp,
      marker,
      payload,
      codec,
      captureTime: marker ? captureTime : undefined,
    });
    this.#packets++;
    if (!marker) return;
    this.#frames++;
    stalls.frame();
  }
}
