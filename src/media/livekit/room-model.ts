import type { ParticipantInfo } from '@livekit/protocol';
import type { InputPacket, VideoCodec, VideoInputPacket } from '../live/media-types.js';
import { ModelStream, type MediaReceiver } from '../live/model-stream.js';
import { ModelTracks } from './model-tracks.js';
import type { RoomFaults, RoomOptions, RoomStats } from './room-options.js';
import type { MediaKind, PublishedTrack } from './downlink.js';

/** A participant's video that the model works on. */
export interface ModelInput {
  readonly from: string;
  readonly codec: VideoCodec;
  readonly requestKeyFrame: () => void;
}

/** The model of one room: its stream, the tracks that it publishes, and the participant whose video it works on. */
export class RoomModel {
  readonly stream: ModelStream;
  readonly #tracks: ModelTracks;
  #faults: RoomFaults = {};
  #inputFrom: string | undefined;

  constructor(
    { ids, renderer, output, events, frameTiming = false }: RoomOptions,
    /** Called for each track that the model publishes. */
    publish: (track: PublishedTrack) => void,
  ) {
    this.#tracks = new ModelTracks(ids, publish, frameTiming);
    this.stream = new ModelStream(renderer.create(output), {
      firstMedia: () => {
        this.#announce('video');
        events.firstMedia?.();
      },
      mediaStopped: () => events.mediaStopped?.(),
      mediaResumed: () => events.mediaResumed?.(),
      rendering: (status) => events.rendering?.(status),
    });
  }

  get sid(): string {
    return this.#tracks.sid;
  }

  get info(): ParticipantInfo {
    return this.#tracks.info;
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
    return this.stream.addReceiver(receiver);
  }

  /** A receiver is connected. */
  start(): void {
    this.stream.start();
    this.stream.requestKeyFrame();
  }

  setInput(input: ModelInput): void {
    this.#inputFrom = input.from;
    this.stream.start();
    this.stream.setVideoInput(input);
  }

  /** Drops the input if it comes from this participant. */
  removeInput(from: string): void {
    if (this.#inputFrom !== from) return;
    this.#inputFrom = undefined;
    this.stream.setVideoInput(undefined);
  }

  pushVideo(from: string, packet: VideoInputPacket): void {
    if (this.#inputFrom === from) this.stream.pushVideo(packet);
  }

  pushAudio(packet: InputPacket): void {
    this.#announce('audio');
    this.stream.pushAudio(packet);
  }

  #announce(kind: MediaKind): void {
    const { videoTrackDelayMs, audioTrackDelayMs } = this.#faults;
    const delay = kind === 'video' ? videoTrackDelayMs : audioTrackDelayMs;
    this.#tracks.announce(kind, () => this.stream.renderer.status.codec, delay);
  }
}
