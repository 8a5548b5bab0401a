import { NAL, fromAnnexB, nalType } from '../h264/nal.js';
import { packetizeH264 } from '../h264/rtp.js';
import { after, now, type StopTimer } from '../real-time.js';
import { FrameAssembler, type EncodedFrame } from './frame-assembler.js';
import {
  MAX_PAYLOAD,
  VIDEO_CODECS,
  VIDEO_TICKS,
  type VideoCodec,
  type VideoInputPacket,
} from './media-types.js';
import { imageLabel, paintOver, pictureOver } from './paint.js';
import type { RenderSink, RenderStatus, VideoRenderer } from './renderer.js';
import { Reorder } from './reorder.js';
import { TestcardRenderer, type TestcardOptions } from './testcard.js';
import { packetizeVp8 } from './vp8-rtp.js';
import type { DecodedFrame, EncodedChunk, VideoDecoder, VideoEncoder, WebCodecs } from './web-codecs.js';

const DECODERS: Partial<Record<VideoCodec, string>> = { h264: 'avc1.42e028', vp8: 'vp8' };
/** Cheapest first. */
const OUTPUT_CODECS = ['h264', 'vp8'] as const;
const ENCODERS: Partial<Record<VideoCodec, string>> = { h264: 'avc1.42e028', vp8: 'vp8' };
/** So long after the start a session without a camera gets the test card. */
const CAMERA_GRACE_MS = 3000;
const KEY_FRAME_REST_MS = 250;
const MAX_QUEUE = 4;
const MAX_FAILURES = 3;
const BITS_PER_PIXEL_AND_SECOND = 2.7;

type Mode = 'transform' | 'forward' | 'card';

/**
 * Decodes the publisher's picture, colours it by the prompt, draws the prompt in and encodes it again: H.264 and VP8.
 * VP9 (whose layers would first have to be merged) is sent back unaltered; without a camera there is the test card.
 */
export class TransformRenderer implements VideoRenderer {
  readonly #assembler = new FrameAssembler(() => this.#sink?.requestInputKeyFrame());
  readonly #reorder = new Reorder();
  #sink: RenderSink | undefined;
  #input: VideoCodec | undefined;
  #receiverCodecs: readonly VideoCodec[] = VIDEO_CODECS;
  #decoder: VideoDecoder | undefined;
  #encoder:
    | {
        readonly instance: VideoEncoder;
        readonly width: number;
        readonly height: number;
        readonly codec: VideoCodec;
      }
    | undefined;
  #card: TestcardRenderer | undefined;
  #stopGrace: StopTimer | undefined;
  #drawing: Promise<void> = Promise.resolve();
  #waiting = 0;
  #prompt = '';
  #image: Uint8Array | null = null;
  #passthrough = false;
  #keyFrameDue = true;
  #lastKeyFrame = -Infinity;
  #failures = 0;
  #failure: string | undefined;

  constructor(
    readonly codecs: WebCodecs,
    readonly cardOptions: TestcardOptions = {},
  ) {}

  get #mode(): Mode {
    if (this.#input === undefined) return 'card';
    return this.#passthrough || this.#outputCodec === undefined ? 'forward' : 'transform';
  }

  /** H.264 where every receiver decodes it, whatever comes in: encoding it takes a fifth of what VP8 takes. */
  get #outputCodec(): VideoCodec | undefined {
    if (this.#failure !== undefined || this.#input === undefined || !DECODERS[this.#input]) return undefined;
    return OUTPUT_CODECS.find((codec) => this.#receiverCodecs.includes(codec));
  }

  get status(): RenderStatus {
    const asked = 'transform';
    switch (this.#mode) {
      case 'transform':
        return {
          asked,
          doing: 'transform',
          codec: this.#outputCodec,
          reason: 'The publisher’s picture, coloured by the prompt.',
        };
      case 'forward':
        return { asked, doing: 'echo', codec: this.#input, reason: this.#whyForward() };
      case 'card':
        if (this.#card)
          return { ...this.#card.status, asked, reason: 'Nobody publishes video: the test card.' };
        return { asked, doing: 'nothing', codec: undefined, reason: 'Nobody publishes video yet.' };
    }
  }

  start(sink: RenderSink): void {
    this.#sink = sink;
    this.#changed();
  }

  setInput(codec: VideoCodec | undefined): void {
    this.#input = codec;
    this.#failure = undefined;
    this.#failures = 0;
    this.#closeCodecs();
    this.#changed();
  }

  push(packet: VideoInputPacket): void {
    if (this.#mode === 'forward') {
      this.#sink?.forward(packet);
      return;
    }
    if (this.#mode !== 'transform') return;
    for (const ordered of this.#reorder.push(packet)) {
      const frame = this.#assembler.push(ordered);
      if (frame) this.#decode(frame);
    }
  }

  setReceiverCodecs(codecs: readonly VideoCodec[]): void {
    this.#receiverCodecs = codecs;
    this.#card?.setReceiverCodecs(codecs);
    this.#sink?.status(this.status);
  }

  requestKeyFrame(): void {
    if (this.#mode === 'forward') this.#sink?.requestInputKeyFrame();
    this.#keyFrameDue = true;
    this.#card?.requestKeyFrame();
  }

  setPrompt(text: string): void {
    this.#prompt = text;
    this.#card?.setPrompt(text);
  }

  setImage(bytes: Uint8Array | null): void {
    this.#image = bytes;
    this.#card?.setImage(bytes);
  }

  setPassthrough(on: boolean): void {
    if (this.#passthrough === on) return;
    this.#passthrough = on;
    this.#card?.setPassthrough(on);
    if (this.#input) this.#sink?.requestInputKeyFrame();
    this.#keyFrameDue = true;
    this.#sink?.status(this.status);
  }

  close(): void {
    this.#stopGrace?.();
    this.#card?.close();
    this.#closeCodecs();
    this.#sink = undefined;
  }

  #whyForward(): string {
    if (this.#passthrough) return 'Passthrough: the publisher’s video is sent back unaltered.';
    if (this.#failure !== undefined) return `The publisher’s video is sent back unaltered: ${this.#failure}.`;
    return `The publisher’s video is sent back unaltered: "transform" cannot work on ${this.#input ?? 'nothing'} here.`;
  }

  /** Shows or removes the test card, and says what is done now. */
  #changed(): void {
    this.#stopGrace?.();
    if (this.#input !== undefined) {
      this.#card?.close();
      this.#card = undefined;
    } else if (this.#sink && !this.#card) {
      this.#stopGrace = after(CAMERA_GRACE_MS, () => this.#showCard());
    }
    this.#sink?.status(this.status);
  }

  #showCard(): void {
    const sink = this.#sink;
    if (!sink || this.#input !== undefined) return;
    const card = new TestcardRenderer(this.cardOptions);
    this.#card = card;
    card.setPrompt(this.#prompt);
    card.setImage(this.#image);
    card.setReceiverCodecs(this.#receiverCodecs);
    card.start({ ...sink, status: () => sink.status(this.status) });
    sink.status(this.status);
  }

  #decode({ key, time, data }: EncodedFrame): void {
    const codec = this.#input && DECODERS[this.#input];
    if (codec === undefined) return;
    try {
      if (!this.#decoder) {
        if (!key) {
          this.#sink?.requestInputKeyFrame();
          return;
        }
        const decoder = new this.codecs.VideoDecoder({
          output: (frame) => this.#decoded(frame),
          error: (error) => this.#failed('decoding failed', error),
        });
        decoder.configure({ codec, optimizeForLatency: true });
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
    const { codedWidth: width, codedHeight: height, format, timestamp } = frame;
    const codec = this.#outputCodec;
    if (!this.#sink || codec === undefined || this.#mode !== 'transform') return;
    if (format !== 'I420') throw new Error(`the decoder gave ${format ?? 'no format'} instead of I420`);
    const data = new Uint8Array(frame.allocationSize());
    await frame.copyTo(data);
    paintOver(pictureOver(data, width, height), {
      prompt: this.#prompt,
      image: this.#image ? imageLabel(this.#image) : undefined,
    });
    const encoder = this.#encoderFor(codec, width, height);
    const key = this.#keyFrameDue && now() - this.#lastKeyFrame >= KEY_FRAME_REST_MS;
    if (key) {
      this.#keyFrameDue = false;
      this.#lastKeyFrame = now();
    }
    const altered = new this.codecs.VideoFrame(data, {
      format: 'I420',
      codedWidth: width,
      codedHeight: height,
      timestamp,
    });
    encoder.encode(altered, { keyFrame: key });
    altered.close();
  }

  #encoderFor(codec: VideoCodec, width: number, height: number): VideoEncoder {
    const current = this.#encoder;
    if (current?.width === width && current.height === height && current.codec === codec)
      return current.instance;
    current?.instance.close();
    const instance = new this.codecs.VideoEncoder({
      output: (chunk) => this.#encoded(codec, chunk),
      error: (error) => this.#failed('encoding failed', error),
    });
    instance.configure({
      codec: ENCODERS[codec] ?? '',
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

  #encoded(codec: VideoCodec, chunk: EncodedChunk): void {
    const data = Buffer.alloc(chunk.byteLength);
    chunk.copyTo(data);
    const payloads =
      codec === 'vp8'
        ? packetizeVp8(data, MAX_PAYLOAD)
        : packetizeH264(
            fromAnnexB(data).filter((unit) => nalType(unit) !== NAL.delimiter),
            MAX_PAYLOAD,
          );
    this.#failures = 0;
    this.#sink?.frame(codec, payloads, Math.round((chunk.timestamp * VIDEO_TICKS) / 1000));
  }

  /** Starts over at the next key frame; after a few failures in a row gives up and sends the video back as it is. */
  #failed(what: string, error: unknown): void {
    this.#closeCodecs();
    this.#failures++;
    if (this.#failures >= MAX_FAILURES)
      this.#failure = `${what} (${error instanceof Error ? error.message : 'unknown error'})`;
    this.#sink?.requestInputKeyFrame();
    this.#sink?.status(this.status);
  }

  #closeCodecs(): void {
    for (const codec of [this.#decoder, this.#encoder?.instance]) {
      if (codec && codec.state !== 'closed') codec.close();
    }
    this.#decoder = undefined;
    this.#encoder = undefined;
  }
}
