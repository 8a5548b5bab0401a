import { packetizeH264 } from '../codecs/h264/rtp.js';
import { VP8_GREY, VP8_HUES } from '../codecs/flat-frames.js';
import { packetizeVp8 } from '../codecs/vp8-rtp.js';
import { hueOf } from '../drawing/tint.js';
import { digestReference, type ReferenceImage } from '../drawing/transform-look.js';
import { every, now, type StopTimer } from '../real-time.js';
import { cutPacketTrailer } from './frame-trailer.js';
import { KeyFrameRequests } from './key-frame-requests.js';
import {
  MAX_PAYLOAD,
  VIDEO_CODECS,
  VIDEO_TICKS,
  type VideoCodec,
  type VideoInputPacket,
} from './media-types.js';
import type { RenderSink, RenderStatus, VideoRenderer } from './renderer.js';
import { SessionCard } from './session-card.js';

export interface TestcardOptions {
  /** Pixels, even numbers; default 640 by 360. */
  readonly width?: number;
  readonly height?: number;
  /** Default 10. */
  readonly framesPerSecond?: number;
}

/**
 * Draws a card: the tint of the prompt, the prompt itself, the reference image's label, and a marker that runs along the
 * bottom. Pure JavaScript, needs no camera, sends H.264 for any input.
 *
 * A receiver that cannot decode H.264 gets VP8 of the tint alone, or, without VP8, the publisher's own video. In
 * passthrough the publisher's video is sent back as well. `status` says which.
 *
 * A card is made from no frame of the publisher. It carries the capture time of the newest one, so that latency can be
 * measured on it.
 */
export class TestcardRenderer implements VideoRenderer {
  readonly #interval: number;
  readonly #card: SessionCard;
  readonly #keyFrames = new KeyFrameRequests();
  #sink: RenderSink | undefined;
  #stop: StopTimer | undefined;
  #input: VideoCodec | undefined;
  #receiverCodecs: readonly VideoCodec[] = VIDEO_CODECS;
  #passthrough = false;
  #prompt = '';
  #reference: ReferenceImage | undefined;
  #drawn = false;
  /** Of the publisher's newest frame since the last card. */
  #captureTime: bigint | undefined;

  constructor(options: TestcardOptions = {}) {
    const { width = 640, height = 360, framesPerSecond = 10 } = options;
    this.#interval = 1000 / framesPerSecond;
    this.#card = new SessionCard(width, height, framesPerSecond);
  }

  get status(): RenderStatus {
    const asked = 'testcard';
    switch (this.#mode) {
      case 'card':
        return { asked, doing: 'testcard', codec: 'h264', reason: 'A test card shows the prompt.' };
      case 'colour': {
        const reason = 'A receiver cannot decode H.264: VP8 of the prompt’s tint, without text.';
        return { asked, doing: 'testcard', codec: 'vp8', reason };
      }
      case 'forward': {
        const reason = this.#passthrough
          ? 'Passthrough: the publisher’s video is sent back unaltered.'
          : 'A receiver decodes neither H.264 nor VP8: the publisher’s video is sent back unaltered.';
        return { asked, doing: 'echo', codec: this.#input, reason };
      }
      case 'nothing': {
        const reason =
          'A receiver decodes neither H.264 nor VP8, and no participant publishes video to send back.';
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

  codecFor(input: VideoCodec): VideoCodec {
    return this.#passthrough ? input : (this.status.codec ?? input);
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
    else if (packet.marker) {
      this.#captureTime = cutPacketTrailer(packet.codec, packet.payload).captureTime ?? this.#captureTime;
    }
  }

  setReceiverCodecs(codecs: readonly VideoCodec[]): void {
    this.#receiverCodecs = codecs;
    this.#changed();
  }

  requestKeyFrame(): void {
    if (this.#mode === 'forward') this.#sink?.requestInputKeyFrame();
    else this.#keyFrames.request();
  }

  setPrompt(text: string): void {
    this.#prompt = text;
    this.#redraw();
  }

  setImage(bytes: Uint8Array | null): void {
    this.#reference = bytes ? digestReference(bytes) : undefined;
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
    this.#keyFrames.force();
  }

  #draw(): void {
    const mode = this.#mode;
    if (mode !== 'card' && mode !== 'colour') return;
    const at = now();
    const payloads = mode === 'card' ? this.#cardFrame(at) : this.#colourFrame();
    const captureTime = this.#captureTime;
    this.#captureTime = undefined;
    this.#sink?.frame(mode === 'card' ? 'h264' : 'vp8', payloads, Math.round(at * VIDEO_TICKS), captureTime);
  }

  #cardFrame(at: number): Buffer[] {
    if (!this.#drawn) this.#card.draw({ prompt: this.#prompt, reference: this.#reference });
    this.#drawn = true;
    this.#card.advance();
    return packetizeH264(this.#card.encode(this.#keyFrames.take(at)), MAX_PAYLOAD);
  }

  #colourFrame(): Buffer[] {
    const hue = hueOf(this.#prompt, this.#reference?.digest);
    const frame = hue === undefined ? VP8_GREY : (VP8_HUES[Math.floor(hue / 30)] ?? VP8_GREY);
    return packetizeVp8(Buffer.from(frame, 'base64'), MAX_PAYLOAD);
  }
}
