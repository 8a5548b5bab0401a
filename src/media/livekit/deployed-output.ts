import type * as RtcNode from '@livekit/rtc-node';
import { Picture } from '../drawing/picture.js';
import { StallDetector, type OutputEvents } from '../live/stall-detector.js';
import { blocksVideo, NO_FAULTS, type MediaFaults } from '../live/media-faults.js';
import type { VideoCodec } from '../live/media-types.js';
import type { MediaCounts } from '../live/model-stream.js';
import { now } from '../real-time.js';
import { SAMPLE_RATE } from './deployed-inputs.js';

/** The model's video and audio in a deployed room. Each track is published with its first content, video also while it is held. */
export class DeployedOutput {
  readonly #flow: StallDetector;
  #counts = { framesOut: 0, packetsOut: 0, audioPacketsOut: 0 };
  /** Codec of the video track, in force when it is published. */
  codec: VideoCodec = 'vp8';
  #video: RtcNode.VideoSource | undefined;
  #audio: RtcNode.AudioSource | undefined;
  #audioSid: string | undefined;
  #held = false;
  #faults: MediaFaults = NO_FAULTS;
  #faultsSince = { at: now(), frames: 0 };

  constructor(
    readonly rtc: typeof RtcNode,
    readonly room: RtcNode.Room,
    events: OutputEvents,
  ) {
    this.#flow = new StallDetector(events);
  }

  get flowing(): boolean {
    return this.#flow.flowing;
  }

  get counts(): Omit<MediaCounts, 'framesIn'> {
    return { ...this.#counts };
  }

  setHeld(held: boolean): void {
    this.#held = held;
  }

  setFaults(faults: MediaFaults): void {
    this.#faults = faults;
    this.#faultsSince = { at: now(), frames: this.#counts.framesOut };
  }

  /** Sends a frame, unless output is held or a fault blocks it. */
  async sendFrame(picture: Picture): Promise<void> {
    const { frames, at } = this.#faultsSince;
    if (!this.#held && blocksVideo(this.#faults, this.#counts.framesOut - frames, now() - at)) return;
    const { width, height } = picture;
    const source = this.#video ?? (await this.#publishVideo(width, height));
    // The track is there while output is held (facts: api-2026-11-30.md 1.1).
    if (this.#held) return;
    const { bytes } = this.#faults.black ? Picture.black(width, height) : picture;
    const { VideoBufferType, VideoFrame } = this.rtc;
    source.captureFrame(new VideoFrame(bytes, width, height, VideoBufferType.I420));
    this.#counts.framesOut++;
    this.#flow.frame();
  }

  /** Sends sound; the track is published with the first. */
  async sendSound(frame: RtcNode.AudioFrame): Promise<void> {
    const source = this.#audio ?? (await this.#publishAudio());
    await source.captureFrame(frame);
    this.#counts.audioPacketsOut++;
  }

  /** Unpublishes the audio track. */
  async stopSound(): Promise<void> {
    const [source, sid] = [this.#audio, this.#audioSid];
    this.#audio = undefined;
    this.#audioSid = undefined;
    if (sid !== undefined) await this.room.localParticipant?.unpublishTrack(sid);
    await source?.close();
  }

  /** Stops the events. */
  stop(): void {
    this.#flow.close();
  }

  /** Frees the sources. Call it once the room is disconnected. */
  async close(): Promise<void> {
    await this.#video?.close();
    await this.#audio?.close();
  }

  async #publishVideo(width: number, height: number): Promise<RtcNode.VideoSource> {
    const { LocalVideoTrack, TrackPublishOptions, TrackSource, VideoCodec: Codec, VideoSource } = this.rtc;
    const codecs = { h264: Codec.H264, vp8: Codec.VP8, vp9: Codec.VP9 } as const;
    const source = new VideoSource(width, height);
    this.#video = source;
    const options = new TrackPublishOptions({
      source: TrackSource.SOURCE_CAMERA,
      simulcast: false,
      videoCodec: codecs[this.codec],
    });
    const track = LocalVideoTrack.createVideoTrack('camera', source);
    await this.room.localParticipant?.publishTrack(track, options);
    return source;
  }

  async #publishAudio(): Promise<RtcNode.AudioSource> {
    const { AudioSource, LocalAudioTrack, TrackPublishOptions, TrackSource } = this.rtc;
    const source = new AudioSource(SAMPLE_RATE, 1);
    this.#audio = source;
    const options = new TrackPublishOptions({ source: TrackSource.SOURCE_MICROPHONE });
    const track = LocalAudioTrack.createAudioTrack('microphone', source);
    const publication = await this.room.localParticipant?.publishTrack(track, options);
    this.#audioSid = publication?.sid;
    return source;
  }
}
