import type { InputPacket, VideoInputPacket } from '../live/media-types.js';
import type { ModelStream } from '../live/model-stream.js';
import type { VideoSource } from '../live/video-input.js';
import { NewestTrack } from '../live/newest-track.js';

/** The client's tracks on their way into the model: of each kind the newest. Packets of a muted track are dropped. */
export class ModelInput {
  readonly #video = new NewestTrack<VideoSource>();
  readonly #audio = new NewestTrack<true>();
  readonly #muted = new Set<string>();

  constructor(
    readonly stream: ModelStream,
    /** Called when the client's first audio arrives, and when it has none left. */
    readonly audio: (on: boolean) => void,
  ) {}

  /** A track's first packet arrived, or the first in another codec. */
  setVideo(sid: string, source: VideoSource): void {
    this.#video.set(sid, source);
    if (this.#video.sid !== sid) return;
    this.stream.start();
    this.stream.setVideoInput(source);
  }

  /** The track is unpublished. */
  remove(sid: string): void {
    this.#muted.delete(sid);
    if (this.#video.delete(sid)) this.#useVideo();
    if (this.#audio.delete(sid) && this.#audio.sid === undefined) this.audio(false);
  }

  mute(sid: string, muted: boolean): void {
    if (muted) this.#muted.add(sid);
    else this.#muted.delete(sid);
    if (this.#video.sid !== sid) return;
    if (muted) this.stream.pauseVideoInput();
    else this.#video.track?.requestKeyFrame();
  }

  pushVideo(sid: string, packet: VideoInputPacket): void {
    if (this.#video.sid === sid && !this.#muted.has(sid)) this.stream.pushVideo(packet);
  }

  pushAudio(sid: string, packet: InputPacket): void {
    if (this.#muted.has(sid)) return;
    const isFirst = this.#audio.sid === undefined;
    if (!this.#audio.has(sid)) this.#audio.set(sid, true);
    if (isFirst) this.audio(true);
    if (this.#audio.sid === sid) this.stream.pushAudio(packet);
  }

  #useVideo(): void {
    const { sid, track } = this.#video;
    this.stream.setVideoInput(track);
    if (sid !== undefined && this.#muted.has(sid)) this.stream.pauseVideoInput();
    else track?.requestKeyFrame();
  }
}
