import { NAL, fromAnnexB, nalType } from '../codecs/h264/nal.js';
import { packetizeH264 } from '../codecs/h264/rtp.js';
import { now } from '../real-time.js';
import type { EncodedFrame } from './frame-assembler.js';
import { MAX_PAYLOAD, VIDEO_TICKS, type VideoCodec } from './media-types.js';
import { paintOver, type Direction } from './paint.js';
import type { OutputPreferences } from './renderer.js';
import { fitted } from './scale.js';
import { packetizeVp8 } from './vp8-rtp.js';
import type { DecodedFrame, EncodedChunk, VideoDecoder, VideoEncoder, WebCodecs } from './web-codecs.js';

const DECODERS: Partial<Record<VideoCodec, string>> = { h264: 'avc1.42e028', vp8: 'vp8' };
const ENCODERS = { h264: 'avc1.42e028', vp8: 'vp8' } as const;
export type OutputCodec = keyof typeof ENCODERS;
const KEY_FRAME_REST_MS = 250;
const MAX_QUEUE = 4;
const BITS_PER_PIXEL_AND_SECOND = 2.7;

/** What an alterer asks and tells. */
export interface AltererPorts {
  /** How pictures are painted over; undefined drops them. */
  direction(): Direction | undefined;
  /** What pictures are brought to; undefined leaves their size. */
  readonly size: OutputPreferences['size'];
  /** What is encoded; undefined drops pictures. */
  outputCodec(): OutputCodec | undefined;
  /** A finished frame; `time` in RTP ticks. */
  frame(codec: OutputCodec, payloads: readonly Buffer[], time: number): void;
  requestInputKeyFrame(): void;
  /** Everything was dropped; the next key frame begins anew. */
  failed(what: string, error: unknown): void;
}

/** Whether frames of that codec can be decoded here. */
export const decodes = (codec: VideoCodec): boolean => DECODERS[codec] !== undefined;

interface Encoder {
  readonly instance: VideoEncoder;
  readonly width: number;
  readonly height: number;
  readonly codec: OutputCodec;
}

/** Decodes frames, paints them over and encodes them again. */
export class FrameAlterer {
  #decoder: VideoDecoder | undefined;
  #encoder: Encoder | undefined;
  #drawing: Promise<void> = Promise.resolve();
  #waiting = 0;
  #keyFrameDue = true;
  #lastKeyFrame = -Infinity;

  constructor(
    readonly codecs: WebCodecs,
    readonly ports: AltererPorts,
  ) {}

  requestKeyFrame(): void {
    this.#keyFrameDue = true;
  }

  push(codec: VideoCodec, { key, time, data }: EncodedFrame): void {
    const name = DECODERS[codec];
    if (name === undefined) return;
    try {
      if (!this.#decoder) {
        if (!key) {
          this.ports.requestInputKeyFrame();
          return;
        }
        const decoder = new this.codecs.VideoDecoder({
          output: (frame) => this.#decoded(frame),
          error: (error) => this.#failed('decoding failed', error),
        });
        decoder.configure({ codec: name, optimizeForLatency: true });
        this.#decoder = decoder;
      }
      const timestamp = Math.round((time * 1000) / VIDEO_TICKS);
      this.#decoder.decode(
        new this.codecs.EncodedVideoChunk({ type: key ? 'key' : 'delta', timestamp, data }),
      );
    } catch (error) {
      this.#failed('decoding failed', error);
    }
  }

  /** Drops everything; the next frame has to be a key frame. */
  reset(): void {
    for (const codec of [this.#decoder, this.#encoder?.instance]) {
      if (codec && codec.state !== 'closed') codec.close();
    }
    this.#decoder = undefined;
    this.#encoder = undefined;
  }

  /** Draws decoded frames one after the other; more than a few in waiting are dropped. */
  #decoded(frame: DecodedFrame): void {
    const busy = this.#encoder?.instance.encodeQueueSize ?? 0;
    if (this.#waiting >= MAX_QUEUE || busy >= MAX_QUEUE) {
      frame.close();
      return;
    }
    this.#waiting++;
    this.#drawing = this.#drawing
      .then(() => this.#draw(frame))
      .catch((error: unknown) => this.#failed('drawing failed', error))
      .finally(() => {
        this.#waiting--;
        frame.close();
      });
  }

  async #draw(frame: DecodedFrame): Promise<void> {
    const { codedWidth, codedHeight, format, timestamp } = frame;
    if (format !== 'I420') throw new Error(`the decoder gave ${format ?? 'no format'} instead of I420`);
    const raw = new Uint8Array(frame.allocationSize());
    await frame.copyTo(raw);
    const direction = this.ports.direction();
    const codec = this.ports.outputCodec();
    if (direction === undefined || codec === undefined) return;
    const data = fitted(raw, { width: codedWidth, height: codedHeight }, this.ports.size);
    const { width, height } = data;
    paintOver(data, direction);
    const encoder = this.#encoderFor(codec, width, height);
    const key = this.#keyFrameDue && now() - this.#lastKeyFrame >= KEY_FRAME_REST_MS;
    if (key) {
      this.#keyFrameDue = false;
      this.#lastKeyFrame = now();
    }
    const altered = new this.codecs.VideoFrame(data.bytes, {
      format: 'I420',
      codedWidth: width,
      codedHeight: height,
      timestamp,
    });
    encoder.encode(altered, { keyFrame: key });
    altered.close();
  }

  #encoderFor(codec: OutputCodec, width: number, height: number): VideoEncoder {
    const current = this.#encoder;
    if (current?.width === width && current.height === height && current.codec === codec)
      return current.instance;
    current?.instance.close();
    const instance = new this.codecs.VideoEncoder({
      output: (chunk) => this.#encoded(codec, chunk),
      error: (error) => this.#failed('encoding failed', error),
    });
    instance.configure({
      codec: ENCODERS[codec],
      width,
      height,
      bitrate: Math.round(Math.max(width * height * BITS_PER_PIXEL_AND_SECOND, 300_000)),
      framerate: 30,
      latencyMode: 'realtime',
      ...(codec === 'h264' ? { avc: { format: 'annexb' as const } } : {}),
    });
    this.#encoder = { instance, width, height, codec };
    this.#keyFrameDue = true;
    this.#lastKeyFrame = -Infinity;
    return instance;
  }

  #encoded(codec: OutputCodec, chunk: EncodedChunk): void {
    const data = Buffer.alloc(chunk.byteLength);
    chunk.copyTo(data);
    const payloads =
      codec === 'vp8'
        ? packetizeVp8(data, MAX_PAYLOAD)
        : packetizeH264(
            fromAnnexB(data).filter((unit) => nalType(unit) !== NAL.delimiter),
            MAX_PAYLOAD,
          );
    this.ports.frame(codec, payloads, Math.round((chunk.timestamp * VIDEO_TICKS) / 1000));
  }

  #failed(what: string, error: unknown): void {
    this.reset();
    this.ports.failed(what, error);
  }
}
