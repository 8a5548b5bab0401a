import type { VideoCodec, VideoInputPacket } from './media-types.js';
import { StallDetector } from './stall-detector.js';

/** The publisher's video codec, and how to request a key frame from it. */
export interface VideoSource {
  readonly codec: VideoCodec;
  readonly requestKeyFrame: () => void;
}

/** The video that a model works on: counts its frames, and reports when they start and stop to arrive. */
export class VideoInput {
  readonly #flow: StallDetector;
  #source: VideoSource | undefined;
  #frames = 0;

  constructor(flows: (on: boolean) => void) {
    const on = (): void => flows(true);
    this.#flow = new StallDetector({ firstMedia: on, mediaResumed: on, mediaStopped: () => flows(false) });
  }

  get frames(): number {
    return this.#frames;
  }

  /** Replaces the source; undefined when none is left. */
  setSource(source: VideoSource | undefined): void {
    this.#source = source;
    if (!source) this.pause();
  }

  requestKeyFrame(): void {
    this.#source?.requestKeyFrame();
  }

  push({ marker }: VideoInputPacket): void {
    if (!marker) return;
    this.#frames++;
    this.#flow.frame();
  }

  /** The publisher says that no frames follow. */
  pause(): void {
    this.#flow.stop();
  }

  close(): void {
    this.#flow.close();
  }
}
