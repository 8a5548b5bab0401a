import type * as RtcNode from '@livekit/rtc-node';
import { Picture } from '../drawing/picture.js';
import { StallDetector } from '../live/stall-detector.js';
import { NewestTrack } from '../live/newest-track.js';

export interface DeployedInputEvents {
  /** A frame of the video that the model works on. Resolves when it is sent. */
  readonly picture: (picture: Picture) => Promise<void>;
  /** The same for audio. */
  readonly sound: (frame: RtcNode.AudioFrame) => Promise<void>;
  /** The client publishes no more audio. */
  readonly silent: () => Promise<void>;
  /** Frames of the video that the model works on started or stopped to arrive. */
  readonly flows: (on: boolean) => void;
}

/** Sample rate and channels of what the model gets. */
export const SAMPLE_RATE = 48_000;

/** A client's tracks in a deployed room, decoded: of each kind the newest reaches the model. */
export class DeployedInputs {
  readonly #video = new NewestTrack<string>();
  readonly #audio = new NewestTrack<string>();
  readonly #muted = new Set<string>();
  readonly #flow: StallDetector;
  #framesIn = 0;
  #closed = false;

  constructor(
    readonly rtc: typeof RtcNode,
    readonly events: DeployedInputEvents,
  ) {
    const on = (): void => events.flows(true);
    this.#flow = new StallDetector({
      firstMedia: on,
      mediaResumed: on,
      mediaStopped: () => events.flows(false),
    });
  }

  get framesIn(): number {
    return this.#framesIn;
  }

  /** Whether the client publishes video. */
  get hasVideo(): boolean {
    return this.#video.sid !== undefined;
  }

  mute(sid: string, muted: boolean): void {
    if (muted) this.#muted.add(sid);
    else this.#muted.delete(sid);
    if (muted && this.#video.sid === sid) this.#flow.stop();
  }

  /** Reads a track to its end. @throws when the track's handle is invalid, as of one that is unpublished already */
  async read(track: RtcNode.RemoteTrack, sid: string): Promise<void> {
    const isVideo = track.kind === this.rtc.TrackKind.KIND_VIDEO;
    const tracks = isVideo ? this.#video : this.#audio;
    tracks.set(sid, sid);
    try {
      await (isVideo ? this.#readVideo(track, sid) : this.#readAudio(track, sid));
    } finally {
      await this.remove(sid);
    }
  }

  /** The track is unpublished. Its frames may not end by themselves. */
  async remove(sid: string): Promise<void> {
    this.#muted.delete(sid);
    if (this.#video.delete(sid) && !this.hasVideo) this.#flow.stop();
    if (this.#audio.delete(sid) && this.#audio.sid === undefined && !this.#closed) await this.events.silent();
  }

  close(): void {
    this.#closed = true;
    this.#flow.close();
  }

  async #readVideo(track: RtcNode.RemoteTrack, sid: string): Promise<void> {
    const { VideoBufferType, VideoStream } = this.rtc;
    const reader = new VideoStream(track).getReader();
    for (let next = await reader.read(); !next.done && !this.#closed; next = await reader.read()) {
      if (this.#video.sid !== sid || this.#muted.has(sid) || isPlaceholder(next.value.frame)) continue;
      this.#framesIn++;
      this.#flow.frame();
      const { width, height, data } = next.value.frame.convert(VideoBufferType.I420);
      await this.events.picture(new Picture(width, height, data));
    }
  }

  async #readAudio(track: RtcNode.RemoteTrack, sid: string): Promise<void> {
    const reader = new this.rtc.AudioStream(track, SAMPLE_RATE, 1).getReader();
    for (let next = await reader.read(); !next.done && !this.#closed; next = await reader.read()) {
      if (this.#audio.sid === sid && !this.#muted.has(sid)) await this.events.sound(next.value);
    }
  }
}

/** Chromium sends frames of 2x2 pixels while a track has no source. LiveKit's client ends the process on scaling one. */
const isPlaceholder = ({ width, height }: RtcNode.VideoFrame): boolean => Math.min(width, height) < 16;
