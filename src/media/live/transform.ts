import { after, type StopTimer } from '../real-time.js';
import { decodes, FrameAlterer, type OutputCodec } from './frame-alterer.js';
import { FrameAssembler } from './frame-assembler.js';
import { VIDEO_CODECS, type VideoCodec, type VideoInputPacket } from './media-types.js';
import { imageLabel, type Direction } from './paint.js';
import type { OutputPreferences, RenderSink, RenderStatus, VideoRenderer } from './renderer.js';
import { Reorder } from './reorder.js';
import { TestcardRenderer, type TestcardOptions } from './testcard.js';
import type { WebCodecs } from './web-codecs.js';

/** Cheapest first. */
const OUTPUT_CODECS: readonly OutputCodec[] = ['h264', 'vp8'];
/** So long after the start a session without a camera gets the test card. */
const CAMERA_GRACE_MS = 3000;
const MAX_FAILURES = 3;

type Mode = 'transform' | 'forward' | 'card';

/**
 * Decodes the publisher's picture, colours it by the prompt, draws the prompt in and encodes it again: H.264 and VP8.
 * VP9 is sent back unaltered: SDKs send it in layers of several sizes, and decoding them crashed the process now and then
 * (tried with @napi-rs/webcodecs 1.3.1); without a camera there is the test card.
 */
export class TransformRenderer implements VideoRenderer {
  readonly #assembler = new FrameAssembler(() => this.#sink?.requestInputKeyFrame());
  readonly #reorder = new Reorder();
  readonly #alterer: FrameAlterer;
  #sink: RenderSink | undefined;
  #input: VideoCodec | undefined;
  #receiverCodecs: readonly VideoCodec[] = VIDEO_CODECS;
  #card: TestcardRenderer | undefined;
  #stopGrace: StopTimer | undefined;
  #prompt = '';
  #image: Uint8Array | null = null;
  #imageLabel: string | undefined;
  #passthrough = false;
  #failures = 0;
  #failure: string | undefined;

  constructor(
    codecs: WebCodecs,
    readonly cardOptions: TestcardOptions = {},
    readonly wishes: OutputPreferences = {},
  ) {
    this.#alterer = new FrameAlterer(codecs, {
      direction: () => this.#direction,
      size: wishes.size,
      outputCodec: () => this.#outputCodec,
      frame: (codec, payloads, time) => {
        this.#failures = 0;
        this.#sink?.frame(codec, payloads, time);
      },
      requestInputKeyFrame: () => this.#sink?.requestInputKeyFrame(),
      failed: (what, error) => this.#failed(what, error),
    });
  }

  get #mode(): Mode {
    if (this.#input === undefined) return 'card';
    return this.#passthrough || this.#outputCodec === undefined ? 'forward' : 'transform';
  }

  /** H.264 where every receiver decodes it and nobody wishes otherwise, whatever comes in: encoding it takes a fifth of what VP8 takes. */
  get #outputCodec(): OutputCodec | undefined {
    if (this.#failure !== undefined || this.#input === undefined || !decodes(this.#input)) return undefined;
    const possible = OUTPUT_CODECS.filter((codec) => this.#receiverCodecs.includes(codec));
    return possible.find((codec) => codec === this.wishes.codec) ?? possible[0];
  }

  get #direction(): Direction | undefined {
    if (!this.#sink || this.#mode !== 'transform') return undefined;
    return { prompt: this.#prompt, image: this.#imageLabel };
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
    this.#alterer.reset();
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
      if (frame && this.#input) this.#alterer.push(this.#input, frame);
    }
  }

  setReceiverCodecs(codecs: readonly VideoCodec[]): void {
    this.#receiverCodecs = codecs;
    this.#card?.setReceiverCodecs(codecs);
    this.#sink?.status(this.status);
  }

  requestKeyFrame(): void {
    if (this.#mode === 'forward') this.#sink?.requestInputKeyFrame();
    this.#alterer.requestKeyFrame();
    this.#card?.requestKeyFrame();
  }

  setPrompt(text: string): void {
    this.#prompt = text;
    this.#card?.setPrompt(text);
  }

  setImage(bytes: Uint8Array | null): void {
    this.#image = bytes;
    this.#imageLabel = bytes ? imageLabel(bytes) : undefined;
    this.#card?.setImage(bytes);
  }

  setPassthrough(on: boolean): void {
    if (this.#passthrough === on) return;
    this.#passthrough = on;
    this.#card?.setPassthrough(on);
    if (this.#input) this.#sink?.requestInputKeyFrame();
    this.#alterer.requestKeyFrame();
    this.#sink?.status(this.status);
  }

  close(): void {
    this.#stopGrace?.();
    this.#card?.close();
    this.#alterer.reset();
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
    const card = new TestcardRenderer({ ...this.cardOptions, ...this.wishes.size });
    this.#card = card;
    card.setPrompt(this.#prompt);
    card.setImage(this.#image);
    card.setReceiverCodecs(this.#receiverCodecs);
    card.start({ ...sink, status: () => sink.status(this.status) });
    sink.status(this.status);
  }

  /** Starts over at the next key frame; after a few failures in a row gives up and sends the video back as it is. */
  #failed(what: string, error: unknown): void {
    this.#failures++;
    if (this.#failures >= MAX_FAILURES)
      this.#failure = `${what} (${error instanceof Error ? error.message : 'unknown error'})`;
    this.#sink?.requestInputKeyFrame();
    this.#sink?.status(this.status);
  }
}
