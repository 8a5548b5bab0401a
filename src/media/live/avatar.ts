import type { RendererName } from '../choose-renderers.js';
import { AvatarPicture, stillOf, type AvatarStill } from '../drawing/avatar-picture.js';
import { atRate, type StopTimer } from '../real-time.js';
import { CELL_CODECS, encodeCells, type CellCodec, type EncodeCells } from './avatar-frames.js';
import { readPortrait } from './avatar-portrait.js';
import { AvatarSound } from './avatar-sound.js';
import { KeyFrameRequests } from './key-frame-requests.js';
import { VIDEO_CODECS, VIDEO_TICKS, type InputPacket, type VideoCodec } from './media-types.js';
import type { AvatarFormat, RenderSink, RenderStatus, VideoRenderer } from './renderer.js';

export interface AvatarOptions {
  /** The renderer that the session would have with a camera. */
  readonly asked: RendererName;
  readonly format: AvatarFormat;
  readonly preferred?: VideoCodec | undefined;
}

/**
 * Animates a picture: the client sends a picture and sound, and gets video in which the picture moves with the sound,
 * and the sound in step with it. Pure JavaScript, the same for every renderer; sends H.264, or VP8 to receivers
 * without it. Without a picture it sends no video (inferred).
 */
export class AvatarRenderer implements VideoRenderer {
  readonly #picture: AvatarPicture;
  readonly #keyFrames = new KeyFrameRequests();
  readonly #sound: AvatarSound;
  #sink: RenderSink | undefined;
  #stop: StopTimer | undefined;
  #receiverCodecs: readonly VideoCodec[] = VIDEO_CODECS;
  #encoder: { readonly codec: CellCodec; readonly encode: EncodeCells } | undefined;
  #prompt = '';
  #image: Uint8Array | null = null;
  #still: AvatarStill | undefined;
  #number = 0;

  constructor(readonly options: AvatarOptions) {
    this.#picture = new AvatarPicture(options.format);
    this.#sound = new AvatarSound((packet) => this.#sink?.sound(packet));
  }

  get status(): RenderStatus {
    const { asked } = this.options;
    const { failure } = this.#sound;
    const codec = this.#codec;
    if (codec === undefined)
      return { asked, doing: 'nothing', codec, reason: 'A receiver decodes neither H.264 nor VP8.' };
    if (!this.#still) return { asked, doing: 'nothing', codec, reason: 'The client has set no picture yet.' };
    const moved = failure === undefined ? 'which moves with its sound' : `without its sound: ${failure}`;
    return { asked, doing: 'testcard', codec, reason: `The client’s picture, ${moved}.` };
  }

  /** It shows a picture that the client sets, whatever the client sends. */
  codecFor(): undefined {}

  start(sink: RenderSink): void {
    this.#sink = sink;
    this.#sound.open();
    this.#run();
  }

  push(): void {}
  setInput(): void {}
  setPassthrough(): void {}

  pushAudio(packet: InputPacket): void {
    this.#sound.push(packet);
  }

  setReceiverCodecs(codecs: readonly VideoCodec[]): void {
    this.#receiverCodecs = codecs;
    this.#sink?.status(this.status);
  }

  requestKeyFrame(): void {
    this.#keyFrames.request();
  }

  setPrompt(text: string): void {
    this.#prompt = text;
  }

  setImage(bytes: Uint8Array | null): void {
    if (bytes === this.#image) return;
    this.#image = bytes;
    if (bytes === null) return this.#show(undefined);
    void readPortrait(bytes, this.options.format).then((portrait) => {
      if (bytes === this.#image) this.#show(stillOf(portrait));
    });
  }

  close(): void {
    this.#sink = undefined;
    this.#stop?.();
    this.#sound.close();
  }

  /** The preferred codec where every receiver decodes it, else the cheapest one. */
  get #codec(): CellCodec | undefined {
    const possible = CELL_CODECS.filter((codec) => this.#receiverCodecs.includes(codec));
    return possible.find((codec) => codec === this.options.preferred) ?? possible[0];
  }

  #show(still: AvatarStill | undefined): void {
    this.#still = still;
    this.#sink?.status(this.status);
    this.#run();
  }

  /** Sends pictures while there is a portrait and a receiver. */
  #run(): void {
    this.#stop?.();
    if (this.#sink && this.#still) this.#stop = atRate(this.options.format.fps, (due) => this.#draw(due));
  }

  #draw(due: number): void {
    const codec = this.#codec;
    if (!this.#still || codec === undefined) return;
    const loudness = this.#sound.loudness(due, 1000 / this.options.format.fps);
    this.#picture.draw(this.#still, { number: this.#number++, loudness, prompt: this.#prompt });
    const payloads = this.#encoderFor(codec)(this.#keyFrames.take(due));
    this.#sink?.frame(codec, payloads, Math.round(due * VIDEO_TICKS));
  }

  #encoderFor(codec: CellCodec): EncodeCells {
    if (this.#encoder?.codec === codec) return this.#encoder.encode;
    const encode = encodeCells(codec, this.#picture.shown, this.options.format.fps);
    this.#encoder = { codec, encode };
    this.#keyFrames.force();
    return encode;
  }
}
