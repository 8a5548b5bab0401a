import type { Sample } from '../../codecs/mp4/write-mp4.js';
import { readI420 } from '../../codecs/read-frame.js';
import type { WebCodecs } from '../../codecs/web-codecs.js';
import { evenSize } from '../../drawing/picture-size.js';
import { Resampler } from '../../drawing/resample.js';
import { LookPainter } from '../../drawing/look-painter.js';
import type { TransformLook } from '../../drawing/transform-look.js';
import type { RenderedMedia } from '../types.js';
import { openVideo } from '../upload.js';
import { decodeFrames } from './decode-frames.js';
import { FrameEncoder } from './frame-encoder.js';
import { chooseFrames, type FrameTimes, type TransformLimits } from './frame-times.js';
import { packClip, TIMESCALE } from './pack-clip.js';
import type { UploadJob } from './transform.js';

/** Pixels a side; larger frames are rejected. */
const MAX_SIDE = 4096;

/** What the result lacks of the upload, if anything. */
function noteOf(made: number, { edges, cut }: FrameTimes): string | undefined {
  if (made < edges.length - 1) return `The upload breaks off: only ${made} frames could be transformed.`;
  if (cut === 'last frame')
    return 'The last frame is shown for less time than in the upload: the limit ends there.';
  const frames = made === 1 ? 'frame was' : `${made} frames were`;
  return cut && `Only the first ${frames} transformed: the limit ends there.`;
}

/**
 * Decodes the upload's first video track, transforms its frames and encodes them again. Sound is left out.
 * A decoder returns pictures in display order, so the sorted times are theirs (its own time stamps may be in decoding order).
 *
 * @throws Error saying what is wrong with the upload.
 */
export async function transformVideo(
  codecs: WebCodecs,
  job: UploadJob,
  look: TransformLook,
  limits: TransformLimits,
): Promise<RenderedMedia> {
  const { input, EncodedPacketSink } = await openVideo(job.upload);
  let encoder: FrameEncoder | undefined;
  try {
    const track = await input.getPrimaryVideoTrack();
    const config = await track?.getDecoderConfig();
    if (!track || !config) throw new Error('it has no readable video track');
    const [width, height] = [await track.getDisplayWidth(), await track.getDisplayHeight()];
    if (Math.max(width, height) > MAX_SIDE)
      throw new Error(`${width}x${height} pixels exceed the limit of ${MAX_SIDE} a side`);
    const packets = new EncodedPacketSink(track);
    const times = await chooseFrames(packets.packets(undefined, undefined, { metadataOnly: true }), limits);
    const { edges, skipped } = times;

    const size = evenSize(job);
    const rotation = await track.getRotation();
    const resampler = new Resampler();
    const painter = new LookPainter(look);
    let decoded = 0;
    let buffer: Uint8Array | undefined;
    encoder = new FrameEncoder(codecs, size, job.fps);
    for await (const frame of decodeFrames(codecs, config, packets, times.packets)) {
      try {
        const place = decoded++ - skipped;
        if (place < 0) continue;
        if (place === edges.length - 1) break;
        const stored = await readI420(frame, buffer);
        buffer = stored.data;
        const picture = resampler.resample(stored, size, rotation);
        painter.paint(picture, (edges[place] ?? 0) / TIMESCALE);
        await encoder.add(picture);
      } finally {
        frame.close();
      }
    }
    const { samples, avcC } = await encoder.finish();
    const timed = samples.map((sample, index): Sample => {
      const [start = 0, end = start + 1] = edges.slice(index, index + 2);
      return { ...sample, duration: Math.max(1, end - start) };
    });
    const note = noteOf(samples.length, times);
    return { ...packClip(job, timed, avcC), ...(note ? { note } : {}) };
  } finally {
    encoder?.close();
    input.dispose();
  }
}
