import type { VideoEncoder } from '@napi-rs/webcodecs';
import type { Sample } from '../../codecs/mp4/write-mp4.js';
import type { ResultShape } from '../shape.js';
import { dequeued, failureOf, type Codecs } from './codecs.js';

/** Frames waiting in the encoder. */
const IN_FLIGHT = 8;
/** Frames from one that stands alone to the next. */
const KEY_EVERY = 100;

/** Encodes I420 frames as H.264 in an order without B-frames. Close it whatever happens. */
export class FrameEncoder {
  readonly #codecs: Codecs;
  readonly #shape: ResultShape;
  readonly #encoder: VideoEncoder;
  readonly #failure: Promise<never>;
  readonly #samples: Omit<Sample, 'duration'>[] = [];
  #avcC: Uint8Array | undefined;
  #frames = 0;

  constructor(codecs: Codecs, shape: ResultShape, fps: number) {
    this.#codecs = codecs;
    this.#shape = shape;
    const { report, failure } = failureOf();
    this.#failure = failure;
    this.#encoder = new codecs.VideoEncoder({
      error: report,
      output: (chunk, metadata) => {
        const data = new Uint8Array(chunk.byteLength);
        chunk.copyTo(data);
        this.#samples.push({ data, key: chunk.type === 'key' });
        this.#avcC ??= metadata?.decoderConfig?.description;
      },
    });
    this.#encoder.configure({
      codec: 'avc1.640028',
      ...shape,
      framerate: fps,
      // By quality: to keep a bitrate the encoder's threads share a budget, and who comes first alters the bytes.
      bitrateMode: 'quantizer',
      latencyMode: 'realtime', // frames come out in the order they went in
      avc: { format: 'avc' },
    });
  }

  async add(i420: Uint8Array): Promise<void> {
    const frame = new this.#codecs.VideoFrame(i420, {
      format: 'I420',
      codedWidth: this.#shape.width,
      codedHeight: this.#shape.height,
      timestamp: this.#frames * 1000, // only an order: the times are the container's
    });
    this.#encoder.encode(frame, { keyFrame: this.#frames++ % KEY_EVERY === 0 });
    frame.close();
    while (this.#encoder.encodeQueueSize > IN_FLIGHT) await dequeued(this.#encoder, this.#failure);
  }

  /** @throws Error when there was nothing to encode or the encoder failed. */
  async finish(): Promise<{ samples: Omit<Sample, 'duration'>[]; avcC: Uint8Array }> {
    if (this.#frames === 0) throw new Error('no frame of it can be decoded');
    await Promise.race([this.#encoder.flush(), this.#failure]);
    if (!this.#avcC) throw new Error('the encoder gave no configuration');
    return { samples: this.#samples, avcC: this.#avcC };
  }

  close(): void {
    if (this.#encoder.state !== 'closed') this.#encoder.close();
  }
}
