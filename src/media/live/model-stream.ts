import type { StopTimer } from '../real-time.js';
import { AudioOutput } from './audio-output.js';
import { startBlackCard } from './black-card.js';
import type { MediaFaults } from './media-faults.js';
import {
  VIDEO_CODECS,
  type InputPacket,
  type OutputPacket,
  type VideoCodec,
  type VideoInputPacket,
  type VideoOutputPacket,
} from './media-types.js';
import { OutputGate } from './output-gate.js';
import type { RenderStatus, VideoRenderer } from './renderer.js';
import { StallDetector, type OutputEvents } from './stall-detector.js';
import { VideoInput, type VideoSource } from './video-input.js';
import { VideoOutput } from './video-output.js';

/** A client that gets the model's output. */
export interface MediaReceiver {
  /** Codecs it decodes; undefined until negotiated. */
  readonly codecs: readonly VideoCodec[] | undefined;
  video(packet: VideoOutputPacket): void;
  audio(packet: OutputPacket): void;
}

export interface ModelStreamEvents extends OutputEvents {
  /** Frames of the publisher's video started to arrive; false: none for a second, or its track is muted or gone. */
  inputFlows?(on: boolean): void;
  /** The renderer makes video, which is not sent because output is held. */
  withheld?(): void;
  /** The renderer's status changed. */
  rendering?(status: RenderStatus): void;
}

export interface MediaCounts {
  readonly framesIn: number;
  readonly framesOut: number;
  readonly packetsOut: number;
  readonly audioPacketsOut: number;
}

/**
 * The model of one session: the publisher's packets go in, a renderer works on them, and any number of receivers (the
 * publisher itself, viewers) get the output as one continuous RTP stream.
 */
export class ModelStream {
  readonly #receivers = new Set<MediaReceiver>();
  readonly #gate = new OutputGate();
  readonly #stalls: StallDetector;
  readonly #video: VideoOutput;
  readonly #audio: AudioOutput;
  readonly #input: VideoInput;
  #stopBlack: StopTimer | undefined;
  #started = false;
  #closed = false;

  constructor(
    readonly renderer: VideoRenderer,
    readonly events: ModelStreamEvents = {},
  ) {
    this.#stalls = new StallDetector(events);
    this.#input = new VideoInput((on) => events.inputFlows?.(on));
    this.#video = new VideoOutput({
      gate: this.#gate,
      stalls: this.#stalls,
      emit: (packet) => {
        for (const receiver of this.#receivers) receiver.video(packet);
      },
      withheld: () => events.withheld?.(),
      requestKeyFrame: () => this.requestKeyFrame(),
    });
    this.#audio = new AudioOutput(this.#gate, (packet) => {
      for (const receiver of this.#receivers) receiver.audio(packet);
    });
  }

  /** Starts the renderer; to be called with the first client. Further calls change nothing. */
  start(): void {
    if (this.#started || this.#closed) return;
    this.#started = true;
    this.renderer.start({
      forward: (packet) => {
        if (!this.#stopBlack) this.#video.forward(packet);
      },
      frame: (codec, payloads, time, captureTime) => {
        if (!this.#stopBlack) this.#video.sendFrame(codec, payloads, time, `rendered ${codec}`, captureTime);
      },
      sound: (packet) => this.#audio.push(packet),
      requestInputKeyFrame: () => this.#input.requestKeyFrame(),
      status: (status) => this.events.rendering?.(status),
    });
  }

  /** Whether output frames were sent within the last second: the seconds a session is billed for. */
  get flowing(): boolean {
    return this.#stalls.flowing;
  }

  /** Whether no video is sent until the hold ends. */
  get held(): boolean {
    return this.#gate.held;
  }

  get counts(): MediaCounts {
    return {
      framesIn: this.#input.frames,
      framesOut: this.#video.frames,
      packetsOut: this.#video.packets,
      audioPacketsOut: this.#audio.packets,
    };
  }

  /** The video that the publisher sends from now on; undefined when it stopped publishing. */
  setVideoInput(source: VideoSource | undefined): void {
    this.#input.setSource(source);
    this.renderer.setInput(source?.codec);
  }

  /** The publisher's video is muted: no frames follow. */
  pauseVideoInput(): void {
    this.#input.pause();
  }

  pushVideo(packet: VideoInputPacket): void {
    this.#input.push(packet);
    this.renderer.push(packet);
  }

  /** Audio is always sent back unaltered, by the renderer where that takes it. */
  pushAudio(packet: InputPacket): void {
    if (this.renderer.pushAudio) this.renderer.pushAudio(packet);
    else this.#audio.push(packet);
  }

  /** Sends silence until the first published audio, for clients that expect an audio track in any case. */
  startSilence(): void {
    if (!this.#closed) this.#audio.startSilence();
  }

  /** Adds a receiver and returns the function that removes it. */
  addReceiver(receiver: MediaReceiver): () => void {
    this.#receivers.add(receiver);
    this.receiversChanged();
    return () => {
      if (this.#receivers.delete(receiver)) this.receiversChanged();
    };
  }

  /** To be called when a receiver's codecs became known. */
  receiversChanged(): void {
    const common = VIDEO_CODECS.filter((codec) =>
      [...this.#receivers].every(
        (receiver) => receiver.codecs === undefined || receiver.codecs.includes(codec),
      ),
    );
    this.renderer.setReceiverCodecs(common);
    this.requestKeyFrame();
  }

  requestKeyFrame(): void {
    this.renderer.requestKeyFrame();
  }

  setPrompt(text: string): void {
    this.renderer.setPrompt(text);
  }

  setImage(bytes: Uint8Array | null): void {
    this.renderer.setImage(bytes);
  }

  setPassthrough(on: boolean): void {
    this.renderer.setPassthrough(on);
  }

  /** While held, no video is sent: the real backend drops output until the initial state is applied. */
  setHeld(held: boolean): void {
    if (this.#gate.setHeld(held)) this.#video.restart();
  }

  /** Replaces the faults in force; frames and seconds are counted from now. */
  setFaults(faults: MediaFaults): void {
    if (this.#closed) return;
    this.#gate.setFaults(faults, this.#video.frames);
    this.#stopBlack?.();
    const codec = this.renderer.status.codec ?? 'h264';
    this.#stopBlack = faults.black
      ? startBlackCard(codec, (payloads, time) => this.#video.sendFrame(codec, payloads, time, 'black'))
      : undefined;
    this.#video.restart();
  }

  close(): void {
    this.#closed = true;
    this.#stalls.close();
    this.#input.close();
    this.#audio.close();
    this.#stopBlack?.();
    this.renderer.close();
    this.#receivers.clear();
  }
}
