import { toAnnexB } from '../codecs/h264/nal.js';
import { depacketizeH264 } from '../codecs/h264/rtp.js';
import { depacketizeVp8 } from '../codecs/vp8-rtp.js';
import { cutTrailer } from './frame-trailer.js';
import { startsKeyFrame } from './key-frame.js';
import type { VideoInputPacket } from './media-types.js';

/** One encoded frame, as a decoder expects it. */
export interface EncodedFrame {
  readonly key: boolean;
  /** RTP timestamp without wrap-around. */
  readonly time: number;
  readonly data: Buffer;
  /** See `frame-trailer.ts`. */
  readonly captureTime: bigint | undefined;
}

/** Assembles H.264 and VP8 frames from RTP packets. After a loss it drops frames until the next key frame. */
export class FrameAssembler {
  #payloads: Buffer[] = [];
  #key = false;
  #source: string | undefined;
  #next: number | undefined;
  #intact = false;
  #lastTimestamp: number | undefined;
  #time = 0;

  /** `needsKeyFrame` is called after a loss. */
  constructor(readonly needsKeyFrame: () => void) {}

  /** The frame that this packet completes. */
  push(packet: VideoInputPacket): EncodedFrame | undefined {
    if (packet.source !== this.#source) this.#reset(packet.source);
    else if (this.#next !== undefined && packet.sequence !== this.#next) this.#gap();
    this.#next = (packet.sequence + 1) & 0xffff;
    if (this.#payloads.length === 0) this.#key = startsKeyFrame(packet.codec, packet.payload);
    this.#payloads.push(packet.payload);
    if (!packet.marker) return undefined;
    const payloads = this.#payloads;
    this.#payloads = [];
    if (this.#key) this.#intact = true;
    if (!this.#intact) {
      this.needsKeyFrame();
      return undefined;
    }
    const data = packet.codec === 'vp8' ? depacketizeVp8(payloads) : toAnnexB(depacketizeH264(payloads));
    return { key: this.#key, time: this.#unwrap(packet.timestamp), ...cutTrailer(data) };
  }

  #reset(source: string): void {
    this.#source = source;
    this.#next = undefined;
    this.#lastTimestamp = undefined;
    this.#gap();
  }

  #gap(): void {
    this.#payloads = [];
    this.#intact = false;
  }

  #unwrap(timestamp: number): number {
    const step = this.#lastTimestamp === undefined ? 3000 : (timestamp - this.#lastTimestamp) | 0;
    this.#lastTimestamp = timestamp;
    this.#time += Math.max(step, 1);
    return this.#time;
  }
}
