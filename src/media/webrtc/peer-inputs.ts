import type { RTCRtpTransceiver } from 'werift';
import type { VideoCodec } from '../live/media-types.js';
import type { ModelStream } from '../live/model-stream.js';
import { NewestTrack } from '../live/newest-track.js';
import type { VideoSource } from '../live/video-input.js';
import type { OfferedTrack } from './offered-tracks.js';
import { RtpInput } from './rtp-input.js';

/** A publisher's tracks on their way into the model, by media section: of each kind the newest (inferred from LiveKit's). */
export class PeerInputs {
  readonly #inputs = new Map<string, RtpInput>();
  /** Sections that the publisher sends in. */
  readonly #sending = new Set<string>();
  readonly #video = new NewestTrack<VideoSource>();
  readonly #audio = new NewestTrack<true>();

  constructor(
    readonly stream: ModelStream,
    /** Called for a video track's first packet, and for the first in another codec. */
    readonly started: (codec: VideoCodec) => void,
  ) {}

  /** To be called for each section of each offer. */
  offered({ mid, sends }: OfferedTrack, transceiver: RTCRtpTransceiver): void {
    if (!sends) return this.#remove(mid);
    this.#sending.add(mid);
    if (!this.#inputs.has(mid)) this.#listen(mid, transceiver);
  }

  announceBandwidth(): void {
    for (const input of this.#inputs.values()) input.announceBandwidth();
  }

  close(): void {
    for (const input of this.#inputs.values()) input.close();
  }

  #listen(mid: string, transceiver: RTCRtpTransceiver): void {
    const requestKeyFrame = (): void => input.requestKeyFrame();
    const input = new RtpInput(transceiver, {
      codec: (codec) => this.#start(mid, { codec, requestKeyFrame }),
      video: (packet) => {
        // A track that comes back has no new codec.
        if (!this.#video.has(mid)) this.#start(mid, { codec: packet.codec, requestKeyFrame });
        if (this.#video.sid === mid) this.stream.pushVideo(packet);
      },
      audio: (packet) => {
        if (this.#sending.has(mid) && !this.#audio.has(mid)) this.#audio.set(mid, true);
        if (this.#audio.sid === mid) this.stream.pushAudio(packet);
      },
    });
    this.#inputs.set(mid, input);
  }

  #start(mid: string, source: VideoSource): void {
    // A late packet of a track that has ended.
    if (!this.#sending.has(mid)) return;
    this.#video.set(mid, source);
    if (this.#video.sid !== mid) return;
    this.stream.start();
    this.stream.setVideoInput(source);
    this.started(source.codec);
  }

  #remove(mid: string): void {
    this.#sending.delete(mid);
    this.#audio.delete(mid);
    if (!this.#video.delete(mid)) return;
    const { track } = this.#video;
    this.stream.setVideoInput(track);
    track?.requestKeyFrame();
  }
}
