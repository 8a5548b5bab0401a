import { after, type StopTimer } from '../real-time.js';
import type { InputPacket, VideoCodec, VideoInputPacket } from './media-types.js';
import type { MediaPace, RenderSink, RenderStatus, VideoRenderer } from './renderer.js';

/** Delays what another renderer gets: the publisher's packets, and changes of the model's state. In real time. */
export class PacedRenderer implements VideoRenderer {
  readonly #pending = new Set<StopTimer>();
  #sink: RenderSink | undefined;

  constructor(
    readonly inner: VideoRenderer,
    readonly pace: MediaPace,
  ) {}

  get status(): RenderStatus {
    return this.inner.status;
  }

  codecFor(input: VideoCodec): VideoCodec | undefined {
    return this.inner.codecFor(input);
  }

  start(sink: RenderSink): void {
    this.#sink = sink;
    this.inner.start(sink);
  }

  /** With the packets, so that those of one codec never follow the news of another. */
  setInput(codec: VideoCodec | undefined): void {
    this.#later(this.pace.latencyMs, () => this.inner.setInput(codec));
  }

  push(packet: VideoInputPacket): void {
    this.#later(this.pace.latencyMs, () => this.inner.push(packet));
  }

  /** Sound stays with its pictures. */
  pushAudio(packet: InputPacket): void {
    this.#later(this.pace.latencyMs, () => {
      if (this.inner.pushAudio) this.inner.pushAudio(packet);
      else this.#sink?.sound(packet);
    });
  }

  setReceiverCodecs(codecs: readonly VideoCodec[]): void {
    this.inner.setReceiverCodecs(codecs);
  }

  requestKeyFrame(): void {
    this.inner.requestKeyFrame();
  }

  setPrompt(text: string): void {
    this.#later(this.pace.changeMs, () => this.inner.setPrompt(text));
  }

  setImage(bytes: Uint8Array | null): void {
    this.#later(this.pace.changeMs, () => this.inner.setImage(bytes));
  }

  setPassthrough(on: boolean): void {
    this.#later(this.pace.changeMs, () => this.inner.setPassthrough(on));
  }

  close(): void {
    for (const stop of this.#pending) stop();
    this.#pending.clear();
    this.inner.close();
  }

  #later(ms: number, then: () => void): void {
    const stop = after(ms, () => {
      this.#pending.delete(stop);
      then();
    });
    this.#pending.add(stop);
  }
}
