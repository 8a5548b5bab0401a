import { NAL, fromAnnexB, nalType } from '../codecs/h264/nal.js';
import { packetizeH264 } from '../codecs/h264/rtp.js';
import { readI420 } from '../codecs/read-frame.js';
import { packetizeVp8 } from '../codecs/vp8-rtp.js';
import type {
  EncodedVideoChunk,
  VideoDecoder,
  VideoEncoder,
  VideoFrame,
  WebCodecs,
} from '../codecs/web-codecs.js';
import type { LookPainter } from '../drawing/look-painter.js';
import type { PictureSize } from '../drawing/picture-size.js';
import { Resampler } from '../drawing/resample.js';
import { now } from '../real-time.js';
import { CaptureTimes } from './capture-times.js';
import type { EncodedFrame } from './frame-assembler.js';
import { KeyFrameRequests } from './key-frame-requests.js';
import { MAX_PAYLOAD, VIDEO_TICKS, type VideoCodec } from './media-types.js';

const DECODERS: Partial<Record<VideoCodec, string>> = { h264: 'avc1.42e028', vp8: 'vp8' };
const ENCODERS = { h264: 'avc1.42e028', vp8: 'vp8' } as const;
export type OutputCodec = keyof typeof ENCODERS;
/** More frames in a queue are dropped. */
const MAX_QUEUE = 4;
const BITS_PER_PIXEL_AND_SECOND = 1.8;
const MIN_BITRATE = 300_000;

/** What a frame transformer needs from its owner, and what it reports. */
export interface TransformerHost {
  /** Transforms pictures; undefined drops them. */
  painter(): LookPainter | undefined;
  /** Landscape size of the output; undefined keeps the input's. */
  readonly size: PictureSize | undefined;
  /** What is encoded; undefined drops pictures. */
  outputCodec(): OutputCodec | undefined;
  /** A finished frame; `time` in RTP ticks, `captureTime` of the frame that it was made from. */
  frame(codec: OutputCodec, payloads: readonly Buffer[], time: number, captureTime: bigint | undefined): void;
  requestInputKeyFrame(): void;
  /** Everything was dropped; the next key frame starts again. */
  failed(what: string, error: unknown): void;
}

/** Whether frames of that codec can be decoded here. */
export const decodes = (codec: VideoCodec): boolean => DECODERS[codec] !== undefined;

interface CurrentEncoder {
  readonly instance: VideoEncoder;
  readonly width: number;
  readonly height: number;
  readonly codec: OutputCodec;
}

/** Decodes frames, transforms them and encodes them again. */
export class FrameTransformer {
  readonly #keyFrames = new KeyFrameRequests();
  readonly #resampler = new Resampler();
  readonly #captureTimes = new CaptureTimes();
  #decoder: VideoDecoder | undefined;
  #encoder: CurrentEncoder | undefined;
  #drawing: Promise<void> = Promise.resolve();
  /** The frame that is drawn, in memory that the next one gets: the encoder copies it. */
  #pixels: Uint8Array | undefined;
  #waiting = 0;

  constructor(
    readonly codecs: WebCodecs,
    readonly host: TransformerHost,
  ) {}

  requestKeyFrame(): void {
    this.#keyFrames.request();
  }

  push(codec: VideoCodec, { key, time, data, captureTime }: EncodedFrame): void {
    const name = DECODERS[codec];
    if (name === undefined) return;
    try {
      if (!this.#decoder && !key) return this.host.requestInputKeyFrame();
      this.#decoder ??= this.#createDecoder(name);
      const timestamp = Math.round((time * 1000) / VIDEO_TICKS);
      if (captureTime !== undefined) this.#captureTimes.put(timestamp, captureTime);
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
    this.#captureTimes.clear();
  }

  #createDecoder(codec: string): VideoDecoder {
    const decoder = new this.codecs.VideoDecoder({
      output: (frame) => this.#decoded(frame),
      error: (error) => this.#failed('decoding failed', error),
    });
    decoder.configure({ codec, optimizeForLatency: true });
    return decoder;
  }

  /** Transforms decoded frames one after the other. */
  #decoded(frame: VideoFrame): void {
    const encoding = this.#encoder?.instance.encodeQueueSize ?? 0;
    if (this.#waiting >= MAX_QUEUE || encoding >= MAX_QUEUE) {
      frame.close();
      return;
    }
    this.#waiting++;
    this.#drawing = this.#drawing
      .then(() => this.#transform(frame))
      .catch((error: unknown) => this.#failed('drawing failed', error))
      .finally(() => {
        this.#waiting--;
        frame.close();
      });
  }

  async #transform(frame: VideoFrame): Promise<void> {
    const { timestamp } = frame;
    const stored = await readI420(frame, this.#pixels);
    this.#pixels = stored.data;
    const painter = this.host.painter();
    const codec = this.host.outputCodec();
    if (!painter || codec === undefined) return;
    const picture = this.#resampler.resample(stored, outputSize(stored, this.host.size));
    painter.paint(picture, timestamp / 1_000_000);
    const { width, height, bytes } = picture;
    const encoder = this.#encoderFor(codec, width, height);
    const transformed = new this.codecs.VideoFrame(bytes, {
      format: 'I420',
      codedWidth: width,
      codedHeight: height,
      timestamp,
    });
    encoder.encode(transformed, { keyFrame: this.#keyFrames.take(now()) });
    transformed.close();
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
      bitrate: Math.round(Math.max(width * height * BITS_PER_PIXEL_AND_SECOND, MIN_BITRATE)),
      framerate: 30,
      latencyMode: 'realtime',
      ...(codec === 'h264' ? { avc: { format: 'annexb' as const } } : {}),
    });
    this.#encoder = { instance, width, height, codec };
    this.#keyFrames.force();
    return instance;
  }

  #encoded(codec: OutputCodec, chunk: EncodedVideoChunk): void {
    const data = Buffer.alloc(chunk.byteLength);
    chunk.copyTo(data);
    const payloads =
      codec === 'vp8'
        ? packetizeVp8(data, MAX_PAYLOAD)
        : packetizeH264(
            fromAnnexB(data).filter((unit) => nalType(unit) !== NAL.delimiter),
            MAX_PAYLOAD,
          );
    const time = Math.round((chunk.timestamp * VIDEO_TICKS) / 1000);
    this.host.frame(codec, payloads, time, this.#captureTimes.take(chunk.timestamp));
  }

  #failed(what: string, error: unknown): void {
    this.reset();
    this.host.failed(what, error);
  }
}

/** The preferred landscape size, with sides swapped for a portrait picture; without a preference the picture's own. */
function outputSize(picture: PictureSize, preferred: PictureSize | undefined): PictureSize {
  if (!preferred) return picture;
  const portrait = picture.height > picture.width;
  return portrait ? { width: preferred.height, height: preferred.width } : preferred;
}
