import { codecFailure, dequeued } from '../../codecs/codec-queue.js';
import type { Sample } from '../../codecs/mp4/write-mp4.js';
import type { VideoEncoder, WebCodecs } from '../../codecs/web-codecs.js';
import type { PictureSize } from '../../drawing/picture-size.js';
import type { Picture } from '../../drawing/picture.js';

/** Frames queued in the encoder. */
const IN_FLIGHT = 8;
/** Frames from one key frame to the next. */
const KEY_EVERY = 100;

/** Encodes pictures as H.264 without B-frames. The caller closes it in every case. */
export class FrameEncoder {
  readonly #codecs: WebCodecs;
  readonly #encoder: VideoEncoder;
  readonly #failure: Promise<never>;
  readonly #samples: Omit<Sample, 'duration'>[] = [];
  #avcC: Uint8Array | undefined;
  #frames = 0;

  constructor(codecs: WebCodecs, size: PictureSize, fps: number) {
    this.#codecs = codecs;
    const { report, failure } = codecFailure();
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
      ...size,
      framerate: fps,
      // By quality: for a bitrate, the encoder's threads share a budget, and their timing would change the bytes.
      bitrateMode: 'quantizer',
      latencyMode: 'realtime', // keeps the order of frames
      avc: { format: 'avc' },
    });
  }

  async add({ bytes, width, height }: Picture): Promise<void> {
    const frame = new this.#codecs.VideoFrame(bytes, {
      format: 'I420',
      codedWidth: width,
      codedHeight: height,
      timestamp: this.#frames * 1000, // only an order: the container has the times
    });
    this.#encoder.encode(frame, { keyFrame: this.#frames++ % KEY_EVERY === 0 });
    frame.close();
    while (this.#encoder.encodeQueueSize > IN_FLIGHT) await dequeued(this.#encoder, this.#failure);
  }

  /** @throws Error without any frame, or when the encoder failed. */
  async finish(): Promise<{ samples: Omit<Sample, 'duration'>[]; avcC: Uint8Array }> {
    if (this.#frames === 0) throw new Error('none of its frames can be decoded');
    await Promise.race([this.#encoder.flush(), this.#failure]);
    if (!this.#avcC) throw new Error('the encoder returned no configuration');
    return { samples: this.#samples, avcC: this.#avcC };
  }

  close(): void {
    if (this.#encoder.state !== 'closed') this.#encoder.close();
  }
}
