import { every, now, type StopTimer } from '../real-time.js';
import {
  AUDIO_TICKS,
  VIDEO_CODECS,
  VIDEO_TICKS,
  type InputPacket,
  type OutputPacket,
  type VideoCodec,
  type VideoInputPacket,
  type VideoOutputPacket,
} from './media-types.js';
import { FlowWatch, type FlowEvents } from './flow-watch.js';
import { beginsKeyFrame } from './key-frame.js';
import type { RenderStatus, VideoRenderer } from './renderer.js';
import { NO_FAULTS, withheld, type MediaFaults } from './media-faults.js';
import { startBlackCard } from './black-card.js';
import { Timeline } from './timeline.js';

/** Somebody the model's output is sent to. */
export interface MediaReceiver {
  /** Codecs it decodes; undefined while that is not negotiated yet. */
  readonly codecs: readonly VideoCodec[] | undefined;
  video(packet: VideoOutputPacket): void;
  audio(packet: OutputPacket): void;
}

export interface ModelStreamEvents extends FlowEvents {
  /** The renderer does something else than before, or says why it does nothing. */
  rendering?(status: RenderStatus): void;
}

export interface MediaCounts {
  readonly framesIn: number;
  readonly framesOut: number;
  readonly packetsOut: number;
  readonly audioPacketsOut: number;
}

const SILENCE_MS = 20;
/** One 20 ms Opus frame of digital silence (RFC 6716, CELT fullband). */
const OPUS_SILENCE = Buffer.from([0xf8, 0xff, 0xfe]);

/**
 * What the model makes of one session's media: the publisher's packets go in, a renderer works on them, and any number
 * of receivers (the publisher itself, viewers) get the output as one seamless RTP stream.
 */
export class ModelStream {
  readonly #receivers = new Set<MediaReceiver>();
  readonly #videoTime = new Timeline(VIDEO_TICKS);
  readonly #audioTime = new Timeline(AUDIO_TICKS);
  readonly #flow: FlowWatch;
  #requestInput: (() => void) | undefined;
  #faults: MediaFaults = NO_FAULTS;
  #faultsSince = { at: now(), frames: 0 };
  #stopBlack: StopTimer | undefined;
  #started = false;
  #held = false;
  #framesIn = 0;
  #framesOut = 0;
  #packetsOut = 0;
  #audioPacketsOut = 0;
  #ownSequence = 0;
  /** The source whose key frame has left; until another's has, its packets are of no use to a receiver. */
  #intactSource: string | undefined;
  #stopSilence: StopTimer | undefined;
  #closed = false;

  constructor(
    readonly renderer: VideoRenderer,
    readonly events: ModelStreamEvents = {},
  ) {
    this.#flow = new FlowWatch(events);
  }

  /** Lets the renderer begin; to be called once there is somebody to render for. Calling it again changes nothing. */
  start(): void {
    if (this.#started || this.#closed) return;
    this.#started = true;
    this.renderer.start({
      forward: (packet) => {
        if (!this.#stopBlack) this.#send(packet.codec, packet);
      },
      frame: (codec, payloads, time) => {
        if (!this.#stopBlack) this.#sendFrame(codec, payloads, time, `rendered ${codec}`);
      },
      requestInputKeyFrame: () => this.#requestInput?.(),
      status: (status) => this.events.rendering?.(status),
    });
  }

  /** Whether output frames left within the last second: the seconds a session is billed for. */
  get flowing(): boolean {
    return this.#flow.flowing;
  }

  get counts(): MediaCounts {
    return {
      framesIn: this.#framesIn,
      framesOut: this.#framesOut,
      packetsOut: this.#packetsOut,
      audioPacketsOut: this.#audioPacketsOut,
    };
  }

  /** The publisher's video codec and how to ask it for a key frame; undefined when it stopped publishing. */
  setVideoInput(input: { codec: VideoCodec; requestKeyFrame: () => void } | undefined): void {
    this.#requestInput = input?.requestKeyFrame;
    this.renderer.setInput(input?.codec);
  }

  pushVideo(packet: VideoInputPacket): void {
    if (packet.marker) this.#framesIn++;
    this.renderer.push(packet);
  }

  /** Audio is always sent back as it came. */
  pushAudio(packet: InputPacket): void {
    this.#stopSilence?.();
    this.#audio(packet);
  }

  /** Sends silence until somebody publishes audio, for clients that expect an audio track in any case. */
  startSilence(): void {
    if (this.#closed) return;
    let sequence = 0;
    this.#stopSilence ??= every(SILENCE_MS, () => {
      sequence++;
      const timestamp = sequence * SILENCE_MS * AUDIO_TICKS;
      this.#audio({ source: 'silence', sequence, timestamp, marker: false, payload: OPUS_SILENCE });
    });
  }

  /** Adds a receiver and returns what removes it. */
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

  /** While held, no video leaves: the real backend drops output until the initial state is applied. */
  setHeld(held: boolean): void {
    if (this.#held === held) return;
    this.#held = held;
    this.#cutVideo();
  }

  /** Replaces the faults in force; counts of frames and seconds start anew. */
  setFaults(faults: MediaFaults): void {
    if (this.#closed) return;
    this.#faults = faults;
    this.#faultsSince = { at: now(), frames: this.#framesOut };
    this.#stopBlack?.();
    const codec = this.renderer.status.codec ?? 'h264';
    this.#stopBlack = faults.black
      ? startBlackCard(codec, (payloads, time) => this.#sendFrame(codec, payloads, time, 'black'))
      : undefined;
    this.#cutVideo();
  }

  close(): void {
    this.#closed = true;
    this.#flow.close();
    this.#stopSilence?.();
    this.#stopBlack?.();
    this.renderer.close();
    this.#receivers.clear();
  }

  /** What leaves next follows on what left last, and begins with a key frame. */
  #cutVideo(): void {
    this.#intactSource = undefined;
    this.requestKeyFrame();
  }

  #sendFrame(codec: VideoCodec, payloads: readonly Buffer[], time: number, source: string): void {
    payloads.forEach((payload, index) => {
      const marker = index === payloads.length - 1;
      this.#ownSequence = (this.#ownSequence + 1) & 0xffff;
      this.#send(codec, { source, sequence: this.#ownSequence, timestamp: time >>> 0, marker, payload });
    });
  }

  #send(codec: VideoCodec, packet: InputPacket): void {
    const at = now();
    if (this.#held) return;
    if (withheld(this.#faults, this.#framesOut - this.#faultsSince.frames, at - this.#faultsSince.at)) {
      this.#intactSource = undefined;
      return;
    }
    if (this.#intactSource !== packet.source) {
      if (!beginsKeyFrame(codec, packet.payload)) {
        if (packet.marker) this.requestKeyFrame();
        return;
      }
      this.#intactSource = packet.source;
      this.#videoTime.cut();
    }
    const placed = this.#videoTime.place(packet.source, packet.sequence, packet.timestamp, at);
    const out = { ...placed, codec, marker: packet.marker, payload: packet.payload };
    for (const receiver of this.#receivers) receiver.video(out);
    this.#packetsOut++;
    if (!packet.marker) return;
    this.#framesOut++;
    this.#flow.frame();
  }

  #audio(packet: InputPacket): void {
    const at = now();
    if (this.#held) return;
    const elapsed = at - this.#faultsSince.at;
    if (this.#faults.stopAfterMs !== undefined && elapsed >= this.#faults.stopAfterMs) return;
    const placed = this.#audioTime.place(packet.source, packet.sequence, packet.timestamp, at);
    const out = { ...placed, marker: packet.marker, payload: packet.payload };
    for (const receiver of this.#receivers) receiver.audio(out);
    this.#audioPacketsOut++;
  }
}
