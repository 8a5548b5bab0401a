import type { RendererName } from '../choose-renderers.js';
import type { VideoCodec, VideoInputPacket } from './media-types.js';

/** What a renderer is doing at the moment, and why, for people. */
export interface RenderStatus {
  readonly asked: RendererName;
  /** Differs from `asked` while the renderer had to fall back. */
  readonly doing: RendererName | 'nothing';
  readonly codec: VideoCodec | undefined;
  readonly reason: string;
}

/** Where a renderer's work goes. */
export interface RenderSink {
  /** A packet passed on as it came; its source's numbering is kept. */
  forward(packet: VideoInputPacket): void;
  /** A whole frame made here. `time` in RTP ticks (90 kHz) of the renderer's own timeline. */
  frame(codec: VideoCodec, payloads: readonly Buffer[], time: number): void;
  /** Asks the publisher for a frame that needs no earlier one. */
  requestInputKeyFrame(): void;
  /** The status changed. */
  status(status: RenderStatus): void;
}

/** What "the model" does to a session's video. One instance a session. */
export interface VideoRenderer {
  readonly status: RenderStatus;
  start(sink: RenderSink): void;
  /** The publisher's codec, or undefined when nobody publishes video. */
  setInput(codec: VideoCodec | undefined): void;
  push(packet: VideoInputPacket): void;
  /** Codecs that every receiver decodes, as far as is known. */
  setReceiverCodecs(codecs: readonly VideoCodec[]): void;
  /** A receiver needs a frame that needs no earlier one. */
  requestKeyFrame(): void;
  setPrompt(text: string): void;
  /** The reference image's bytes; only its presence and a digest of it are shown. */
  setImage(bytes: Uint8Array | null): void;
  /** True: the publisher's picture goes back unaltered. */
  setPassthrough(on: boolean): void;
  close(): void;
}

/** What a client asks of the output; a renderer does what it can. */
export interface OutputPreferences {
  /** Landscape, in even numbers of pixels; a portrait camera gets the same, turned. */
  readonly size?: { readonly width: number; readonly height: number };
  readonly codec?: VideoCodec;
}

/** A renderer that can be made for any number of sessions. */
export interface RendererChoice {
  readonly name: RendererName;
  /** Why this one, for the start-up message. */
  readonly reason: string;
  create(wishes?: OutputPreferences): VideoRenderer;
}
