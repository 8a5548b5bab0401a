import type { RendererName } from '../choose-renderers.js';
import type { LookFamily } from '../drawing/look-family.js';
import type { InputPacket, VideoCodec, VideoInputPacket } from './media-types.js';

/** What a renderer is doing at the moment, and why, for people. */
export interface RenderStatus {
  readonly asked: RendererName;
  /** Differs from `asked` while the renderer uses a fallback. */
  readonly doing: RendererName | 'nothing';
  readonly codec: VideoCodec | undefined;
  readonly reason: string;
}

/** Receives a renderer's output. */
export interface RenderSink {
  /** An unaltered packet with the numbers of its source; its trailer is cut off where a receiver cannot read it. */
  forward(packet: VideoInputPacket): void;
  /**
   * A whole frame made by the renderer. `time` in RTP ticks (90 kHz) of its own timeline; `captureTime` of the
   * publisher's frame that it was made from, see `VideoOutputPacket`.
   */
  frame(codec: VideoCodec, payloads: readonly Buffer[], time: number, captureTime?: bigint): void;
  /** A packet of the publisher's sound, of a renderer that takes it. */
  sound(packet: InputPacket): void;
  /** Asks the publisher for a key frame. */
  requestInputKeyFrame(): void;
  /** The status changed. */
  status(status: RenderStatus): void;
}

/** Does to a session's video what the model would. One instance a session. */
export interface VideoRenderer {
  readonly status: RenderStatus;
  /** Codec of the video that it would make from video in this codec; undefined where it depends on more. */
  codecFor(input: VideoCodec): VideoCodec | undefined;
  start(sink: RenderSink): void;
  /** The publisher's codec; undefined without published video. */
  setInput(codec: VideoCodec | undefined): void;
  push(packet: VideoInputPacket): void;
  /** Takes the publisher's sound, to be sent through the sink. Without this method it is sent back at once. */
  pushAudio?(packet: InputPacket): void;
  /** Codecs that every receiver decodes, as far as known. */
  setReceiverCodecs(codecs: readonly VideoCodec[]): void;
  /** A receiver needs a key frame. */
  requestKeyFrame(): void;
  setPrompt(text: string): void;
  /** The reference image's bytes. Its digest chooses the tint and is shown; `transform` draws the image in. */
  setImage(bytes: Uint8Array | null): void;
  /** True: the publisher's video is sent back unaltered. */
  setPassthrough(on: boolean): void;
  close(): void;
}

/** How late a model is, in real ms. */
export interface MediaPace {
  /** From a frame's arrival until it is drawn. */
  readonly latencyMs: number;
  /** From a new prompt or image until it shows. */
  readonly changeMs: number;
}

/** What a client prefers, and what its model does; a renderer follows it where it can. */
export interface OutputPreferences {
  /** Default `edit`. */
  readonly family?: LookFamily;
  /** Landscape, in even numbers of pixels; for a portrait camera width and height are swapped. */
  readonly size?: { readonly width: number; readonly height: number };
  readonly codec?: VideoCodec;
  /** The session animates a picture by sound, and has no camera. */
  readonly avatar?: AvatarFormat;
  /** Default: no delay. An avatar has none. */
  readonly pace?: MediaPace;
}

/** What the video of a live avatar is like: pixels in even numbers, and pictures a second. */
export interface AvatarFormat {
  readonly width: number;
  readonly height: number;
  readonly fps: number;
}

/** Creates renderers for any number of sessions. */
export interface RendererChoice {
  readonly name: RendererName;
  /** Why this one, for the start-up message. */
  readonly reason: string;
  create(preferences?: OutputPreferences): VideoRenderer;
}
