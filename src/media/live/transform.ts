import type { WebCodecs } from '../codecs/web-codecs.js';
import { decodes, type OutputCodec } from './frame-transformer.js';
import { VIDEO_CODECS, type VideoCodec, type VideoInputPacket } from './media-types.js';
import { NoCameraCard } from './no-camera-card.js';
import type { OutputPreferences, RenderSink, RenderStatus, VideoRenderer } from './renderer.js';
import { SessionLook } from './session-look.js';
import { TransformPipeline } from './transform-pipeline.js';

/** Cheapest first: encoding H.264 takes a fifth of what VP8 takes. */
const OUTPUT_CODECS: readonly OutputCodec[] = ['h264', 'vp8'];

type Mode = 'transform' | 'forward' | 'card';

/**
 * Decodes the publisher's picture, gives it the look of the model's family, draws prompt and reference image in and
 * encodes it again: H.264 and VP8. VP9 is sent back unaltered: SDKs send it in layers of several sizes, and decoding them sometimes crashed
 * the process (tried with @napi-rs/webcodecs 1.3.1). Without a camera it shows the test card.
 */
export class TransformRenderer implements VideoRenderer {
  readonly #pipeline: TransformPipeline;
  readonly #card: NoCameraCard;
  #sink: RenderSink | undefined;
  #input: VideoCodec | undefined;
  #receiverCodecs: readonly VideoCodec[] = VIDEO_CODECS;
  readonly #look: SessionLook;
  #passthrough = false;

  constructor(
    codecs: WebCodecs,
    readonly preferences: OutputPreferences = {},
  ) {
    const { size, family } = preferences;
    this.#look = new SessionLook(family);
    this.#pipeline = new TransformPipeline(codecs, {
      size,
      painter: () => (this.#sink && this.#mode === 'transform' ? this.#look.painter : undefined),
      outputCodec: () => this.#outputCodec,
      frame: (...frame) => this.#sink?.frame(...frame),
      requestInputKeyFrame: () => this.#sink?.requestInputKeyFrame(),
      statusChanged: () => this.#sink?.status(this.status),
    });
    this.#card = new NoCameraCard(size, () => ({
      prompt: this.#look.prompt,
      image: this.#look.image,
      receiverCodecs: this.#receiverCodecs,
    }));
  }

  get #mode(): Mode {
    if (this.#input === undefined) return 'card';
    return this.#passthrough || this.#outputCodec === undefined ? 'forward' : 'transform';
  }

  get #outputCodec(): OutputCodec | undefined {
    return this.#pipeline.works ? this.#bestCodec : undefined;
  }

  /** The preferred codec where every receiver decodes it, else the cheapest one, whatever the input is. */
  get #bestCodec(): OutputCodec | undefined {
    const possible = OUTPUT_CODECS.filter((codec) => this.#receiverCodecs.includes(codec));
    return possible.find((codec) => codec === this.preferences.codec) ?? possible[0];
  }

  get status(): RenderStatus {
    const asked = 'transform';
    switch (this.#mode) {
      case 'transform':
        return {
          asked,
          doing: 'transform',
          codec: this.#outputCodec,
          reason: 'The publisher’s picture, tinted by the prompt.',
        };
      case 'forward':
        return { asked, doing: 'echo', codec: this.#input, reason: this.#whyForward() };
      case 'card': {
        const card = this.#card.shown;
        if (card) return { ...card.status, asked, reason: 'No participant publishes video: the test card.' };
        return { asked, doing: 'nothing', codec: undefined, reason: 'No participant publishes video yet.' };
      }
    }
  }

  codecFor(input: VideoCodec): VideoCodec {
    return this.#passthrough || !decodes(input) ? input : (this.#bestCodec ?? input);
  }

  start(sink: RenderSink): void {
    this.#sink = sink;
    this.#inputChanged();
  }

  setInput(codec: VideoCodec | undefined): void {
    this.#input = codec;
    this.#pipeline.setInput(codec);
    this.#inputChanged();
  }

  push(packet: VideoInputPacket): void {
    const mode = this.#mode;
    if (mode === 'forward') this.#sink?.forward(packet);
    else if (mode === 'transform') this.#pipeline.push(packet);
  }

  setReceiverCodecs(codecs: readonly VideoCodec[]): void {
    this.#receiverCodecs = codecs;
    this.#card.shown?.setReceiverCodecs(codecs);
    this.#sink?.status(this.status);
  }

  requestKeyFrame(): void {
    if (this.#mode === 'forward') this.#sink?.requestInputKeyFrame();
    this.#pipeline.requestKeyFrame();
    this.#card.shown?.requestKeyFrame();
  }

  setPrompt(text: string): void {
    this.#look.setPrompt(text);
    this.#card.shown?.setPrompt(text);
  }

  setImage(bytes: Uint8Array | null): void {
    this.#look.setImage(bytes);
    this.#card.shown?.setImage(bytes);
  }

  setPassthrough(on: boolean): void {
    if (this.#passthrough === on) return;
    this.#passthrough = on;
    this.#card.shown?.setPassthrough(on);
    if (this.#input) this.#sink?.requestInputKeyFrame();
    this.#pipeline.requestKeyFrame();
    this.#sink?.status(this.status);
  }

  close(): void {
    this.#card.hide();
    this.#pipeline.close();
    this.#sink = undefined;
  }

  #whyForward(): string {
    if (this.#passthrough) return 'Passthrough: the publisher’s video is sent back unaltered.';
    const { failure } = this.#pipeline;
    if (failure !== undefined) return `The publisher’s video is sent back unaltered: ${failure}.`;
    return `The publisher’s video is sent back unaltered: "transform" cannot work on ${this.#input ?? 'nothing'} here.`;
  }

  #inputChanged(): void {
    if (this.#input !== undefined) this.#card.hide();
    else if (this.#sink) this.#card.schedule(this.#sink, () => this.status);
    this.#sink?.status(this.status);
  }
}
