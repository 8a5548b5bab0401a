import { packetizeH264 } from '../codecs/h264/rtp.js';
import { every, now, type StopTimer } from '../real-time.js';
import { VP8_GREY, VP8_HUES } from './flat-frames.js';
import {
  MAX_PAYLOAD,
  VIDEO_CODECS,
  VIDEO_TICKS,
  type VideoCodec,
  type VideoInputPacket,
} from './media-types.js';
import { imageLabel } from './paint.js';
import { hueOf } from './picture.js';
import { PromptCard } from './prompt-card.js';
import type { RenderSink, RenderStatus, VideoRenderer } from './renderer.js';
import { packetizeVp8 } from './vp8-rtp.js';

export interface TestcardOptions {
  /** Pixels, even numbers; default 640 by 360. */
  readonly width?: number;
  readonly height?: number;
  /** Default 10. */
  readonly framesPerSecond?: number;
}

/** A receiver that lost the key frame asks again each few milliseconds; one answer has to do for them all. */
const KEY_FRAME_REST_MS = 250;

/**
 * Draws a card: a colour that follows from the prompt, the prompt itself, whether an image is set, and a block that
 * runs along the bottom. Pure JavaScript, no camera needed, H.264 out whatever comes in.
 *
 * A receiver that cannot decode H.264 gets VP8 of the prompt's colour alone, or, failing that, the publisher's own
 * video; in passthrough the publisher's video goes back as well. `status` says which.
 */
export class TestcardRenderer implements VideoRenderer {
  readonly #interval: number;
  readonly #card: PromptCard;
  #sink: RenderSink | undefined;
  #stop: StopTimer | undefined;
  #input: VideoCodec | undefined;
  #receiverCodecs: readonly VideoCodec[] = VIDEO_CODECS;
  #passthrough = false;
  #prompt = '';
  #image: string | undefined;
  #drawn = false;
  #keyFrameDue = true;
  #lastKeyFrame = -Infinity;

  constructor(options: TestcardOptions = {}) {
    const { width = 640, height = 360, framesPerSecond = 10 } = options;
    this.#interval = 1000 / framesPerSecond;
    this.#card = new PromptCard(width, height, framesPerSecond);
  }

  get status(): RenderStatus {
    const asked = 'testcard';
    switch (this.#mode) {
      case 'card':
        return { asked, doing: 'testcard', codec: 'h264', reason: 'A drawn card shows the prompt.' };
      case 'colour': {
        const reason = 'A receiver cannot decode H.264: VP8 of the prompt’s colour, without text.';
        return { asked, doing: 'testcard', codec: 'vp8', reason };
      }
      case 'forward': {
        const reason = this.#passthrough
          ? 'Passthrough: the publisher’s video is sent back unaltered.'
          : 'A receiver decodes neither H.264 nor VP8: the publisher’s video is sent back unaltered.';
        return { asked, doing: 'echo', codec: this.#input, reason };
      }
      case 'nothing': {
        const reason = 'A receiver decodes neither H.264 nor VP8, and nobody publishes video to send back.';
        return { asked, doing: 'nothing', codec: undefined, reason };
      }
    }
  }

  get #mode(): 'card' | 'colour' | 'forward' | 'nothing' {
    if (this.#passthrough && this.#input) return 'forward';
    if (this.#receiverCodecs.includes('h264')) return 'card';
    if (this.#receiverCodecs.includes('vp8')) return 'colour';
    return this.#input ? 'forward' : 'nothing';
  }

  start(sink: RenderSink): void {
    this.#sink = sink;
    this.#stop = every(this.#interval, () => this.#draw());
    this.#draw();
  }

  setInput(codec: VideoCodec | undefined): void {
    this.#input = codec;
    this.#changed();
  }

  push(packet: VideoInputPacket): void {
    if (this.#mode === 'forward') this.#sink?.forward(packet);
  }

  setReceiverCodecs(codecs: readonly VideoCodec[]): void {
    this.#receiverCodecs = codecs;
    this.#changed();
  }

  requestKeyFrame(): void {
    if (this.#mode === 'forward') this.#sink?.requestInputKeyFrame();
    else this.#keyFrameDue = true;
  }

  setPrompt(text: string): void {
    this.#prompt = text;
    this.#redraw();
  }

  setImage(bytes: Uint8Array | null): void {
    this.#image = bytes ? imageLabel(bytes) : undefined;
    this.#redraw();
  }

  setPassthrough(on: boolean): void {
    this.#passthrough = on;
    this.#changed();
  }

  close(): void {
    this.#stop?.();
    this.#sink = undefined;
  }

  #changed(): void {
    this.#redraw();
    if (this.#mode === 'forward') this.#sink?.requestInputKeyFrame();
    this.#sink?.status(this.status);
  }

  #redraw(): void {
    this.#drawn = false;
    this.#keyFrameDue = true;
    this.#lastKeyFrame = -Infinity;
  }

  #draw(): void {
    const mode = this.#mode;
    if (mode !== 'card' && mode !== 'colour') return;
    const at = now();
    const payloads = mode === 'card' ? this.#cardFrame(at) : this.#colourFrame();
    this.#sink?.frame(mode === 'card' ? 'h264' : 'vp8', payloads, Math.round(at * VIDEO_TICKS));
  }

  #cardFrame(at: number): Buffer[] {
    if (!this.#drawn) this.#card.draw({ prompt: this.#prompt, image: this.#image });
    this.#drawn = true;
    this.#card.advance();
    const key = this.#keyFrameDue && at - this.#lastKeyFrame >= KEY_FRAME_REST_MS;
    if (key) {
      this.#keyFrameDue = false;
      this.#lastKeyFrame = at;
    }
    return packetizeH264(this.#card.encode(key), MAX_PAYLOAD);
  }

  #colourFrame(): Buffer[] {
    const hue = hueOf(this.#prompt);
    const frame = hue === undefined ? VP8_GREY : (VP8_HUES[Math.floor(hue / 30)] ?? VP8_GREY);
    return packetizeVp8(Buffer.from(frame, 'base64'), MAX_PAYLOAD);
  }
}
