import type { ParticipantInfo, TrackInfo } from '@livekit/protocol';
import type { VideoCodec } from '../live/media-types.js';
import { ModelStream, type MediaReceiver } from '../live/model-stream.js';
import { ModelInput } from './model-input.js';
import { ModelTracks, type ModelTrackEvents } from './model-tracks.js';
import type { RoomFaults, RoomOptions, RoomStats } from './room-options.js';
import type { MediaKind, PublishedTrack } from './downlink.js';

/** The model of one room: its stream, the client's tracks that it works on, and the tracks that it publishes. */
export class RoomModel {
  readonly stream: ModelStream;
  readonly input: ModelInput;
  readonly #tracks: ModelTracks;
  #faults: RoomFaults = {};
  #left = false;

  constructor(
    readonly options: RoomOptions,
    tracks: ModelTrackEvents,
  ) {
    const { ids, renderer, output, events, frameTiming = false } = options;
    this.#tracks = new ModelTracks(ids, tracks, frameTiming);
    this.stream = new ModelStream(renderer.create(output), {
      firstMedia: () => {
        this.#announce('video');
        events.firstMedia?.();
      },
      withheld: () => this.#announce('video'),
      mediaStopped: () => events.mediaStopped?.(),
      mediaResumed: () => events.mediaResumed?.(),
      inputFlows: (on) => events.inputFlows?.(on),
      rendering: (status) => events.rendering?.(status),
    });
    this.input = new ModelInput(this.stream, (on) => {
      if (on) this.#announce('audio');
      else this.#tracks.withdraw('audio');
    });
  }

  get sid(): string {
    return this.#tracks.sid;
  }

  get identity(): string {
    return this.#tracks.identity;
  }

  /** The inference participant; none once it has left. */
  get infos(): ParticipantInfo[] {
    return this.#left ? [] : [this.#tracks.info];
  }

  get published(): PublishedTrack[] {
    return this.#tracks.published;
  }

  get faults(): RoomFaults {
    return this.#faults;
  }

  get stats(): Omit<RoomStats, 'participants'> {
    const { counts, flowing, renderer } = this.stream;
    return { ...counts, flowing, rendering: renderer.status };
  }

  setFaults(faults: RoomFaults): void {
    this.#faults = faults;
    this.stream.setFaults(faults);
  }

  addReceiver(receiver: MediaReceiver): () => void {
    const tracks = this.#tracks;
    return this.stream.addReceiver({
      get codecs() {
        return receiver.codecs;
      },
      video: (packet) => {
        if (!tracks.isMuted('video')) receiver.video(packet);
      },
      audio: (packet) => {
        if (!tracks.isMuted('audio')) receiver.audio(packet);
      },
    });
  }

  /** Mutes a track for good, as an administrator does. @returns undefined for an unknown track */
  mute(trackSid: string): TrackInfo | undefined {
    this.#tracks.mute(trackSid);
    return this.#tracks.info.tracks.find(({ sid }) => sid === trackSid);
  }

  /** Takes the inference participant out of its room. Its output ends. */
  leave(): void {
    if (this.#left) return;
    this.#tracks.withdraw('audio');
    this.#tracks.withdraw('video');
    this.#left = true;
    this.stream.close();
    this.options.events.mediaStopped?.();
  }

  /**
   * The client announced video in this codec. While output is held, the model's track is there without a frame, even if
   * the client's track has none: a rejoin under a capped token shows a new remote stream (facts: api-2026-11-30.md 1.1).
   * That any other held session shows it as well is inferred.
   */
  announceHeld(codec: VideoCodec | undefined): void {
    if (this.stream.held) this.#announce('video', codec);
  }

  /**
   * The client offers video in this codec and no sound: the model's track can be negotiated along with it, which saves a V1
   * client an offer. With sound the live service announces that first (facts: sdk-javascript-0.2.md 4), so video waits for
   * its first frame. That a track without sound is there before its first frame is inferred.
   */
  announceAhead(input: VideoCodec): void {
    const codec = this.stream.renderer.codecFor(input);
    if (codec) this.#announce('video', codec);
  }

  /** A receiver is connected. */
  start(): void {
    this.stream.start();
    this.stream.requestKeyFrame();
  }

  #announce(kind: MediaKind, input?: VideoCodec): void {
    const { videoTrackDelayMs, audioTrackDelayMs } = this.#faults;
    const delay = kind === 'video' ? videoTrackDelayMs : audioTrackDelayMs;
    this.#tracks.announce(kind, () => this.stream.renderer.status.codec ?? input, delay);
  }
}
