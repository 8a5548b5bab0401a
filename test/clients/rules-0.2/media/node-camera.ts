import type { LocalVideoTrack, RemoteTrack } from '@livekit/rtc-node';
import { loadRtcNode } from '../../../../src/media/livekit/rtc-node.js';

const WIDTH = 640;
const HEIGHT = 352;
const FRAME_MS = 50;

/** A camera without a camera: grey that gets brighter from frame to frame. */
export interface SyntheticCamera {
  readonly track: LocalVideoTrack;
  /** From now on no frame is captured. */
  stop(): void;
}

export function syntheticCamera(): SyntheticCamera {
  const { LocalVideoTrack, VideoBufferType, VideoFrame, VideoSource } = loadRtcNode();
  const source = new VideoSource(WIDTH, HEIGHT);
  const data = new Uint8Array((WIDTH * HEIGHT * 3) / 2).fill(128);
  let grey = 0;
  const timer = setInterval(() => {
    data.fill((grey += 3) % 256, 0, WIDTH * HEIGHT);
    source.captureFrame(new VideoFrame(data, WIDTH, HEIGHT, VideoBufferType.I420));
  }, FRAME_MS);
  return { track: LocalVideoTrack.createVideoTrack('camera', source), stop: () => clearInterval(timer) };
}

/** Calls `seen` with the size of each of the first `count` frames of a video track. */
export async function firstFrames(
  track: RemoteTrack,
  count: number,
  seen: (n: number, width: number, height: number) => void,
): Promise<void> {
  const { TrackKind, VideoStream } = loadRtcNode();
  if (track.kind !== TrackKind.KIND_VIDEO) return;
  const reader = new VideoStream(track).getReader();
  for (let n = 1; n <= count; n++) {
    const { value, done } = await reader.read();
    if (done) return;
    seen(n, value.frame.width, value.frame.height);
  }
  await reader.cancel();
}
