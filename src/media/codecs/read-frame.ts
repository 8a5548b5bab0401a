import type { StoredFrame } from '../drawing/resample.js';
import type { VideoFrame } from './web-codecs.js';

/**
 * Copies a decoded frame into `buffer` where that has the right length, into a new one otherwise.
 * @throws Error for another pixel format than I420
 */
export async function readI420(frame: VideoFrame, buffer?: Uint8Array): Promise<StoredFrame> {
  if (frame.format !== 'I420')
    throw new Error(`its pixel format ${frame.format ?? 'unknown'} is not supported`);
  const size = frame.allocationSize();
  const data = buffer?.byteLength === size ? buffer : new Uint8Array(size);
  const planes = await frame.copyTo(data);
  const { width = frame.codedWidth, height = frame.codedHeight } = frame.visibleRect ?? {};
  return { data, planes, width, height };
}
