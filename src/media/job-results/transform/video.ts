import type { EncodedPacketSink } from 'mediabunny';
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
import { packClip, TIMESCALE } from './pack-clip.js';
import type { UploadJob } from './transform.js';

/** How much of an upload is transformed. The rest is left out, and the result's note says so. */
export interface TransformLimits {
  /** From the start of the upload. */
  maxSeconds: number;
  maxFrames: number;
}

/** Pixels a side; larger frames are rejected. */
const MAX_SIDE = 4096;

interface Timing {
  /** When each frame is shown, in order, and when the last one ends. */
  edges: number[];
  /** Whether the upload is longer than the limit. */
  truncated: boolean;
}

/**
 * Reads the times of the packets without their data. A decoder returns pictures in display order, so the sorted times
 * are theirs (a decoder's own time stamps may be in decoding order).
 */
async function timingOf(packets: EncodedPacketSink, limits: TransformLimits): Promise<Timing> {
  const starts: number[] = [];
  let end = 0;
  let truncated = false;
  for await (const packet of packets.packets(undefined, undefined, { metadataOnly: true })) {
    truncated = packet.timestamp >= limits.maxSeconds || starts.length >= limits.maxFrames;
    if (truncated) break;
    starts.push(packet.microsecondTimestamp);
    end = Math.max(end, packet.microsecondTimestamp + Math.max(1, packet.microsecondDuration));
  }
  return { edges: [...starts.sort((a, b) => a - b), end], truncated };
}

/** What the result lacks of the upload, if anything. */
function noteOf(made: number, expected: number, truncated: boolean): string | undefined {
  if (made < expected) return `The upload breaks off: only ${made} frames could be transformed.`;
  return truncated ? `Only the first ${made} frames were transformed: the limit ends there.` : undefined;
}

/**
 * Decodes the upload's first video track, transforms its frames and encodes them again. Sound is left out.
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
    const { edges, truncated } = await timingOf(packets, limits);

    const size = evenSize(job);
    const rotation = await track.getRotation();
    const resampler = new Resampler();
    const painter = new LookPainter(look);
    const start = edges[0] ?? 0;
    let shown = 0;
    let buffer: Uint8Array | undefined;
    encoder = new FrameEncoder(codecs, size, job.fps);
    for await (const frame of decodeFrames(codecs, config, packets, edges.length - 1)) {
      try {
        const stored = await readI420(frame, buffer);
        buffer = stored.data;
        const picture = resampler.resample(stored, size, rotation);
        painter.paint(picture, ((edges[shown++] ?? 0) - start) / TIMESCALE);
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
    const note = noteOf(samples.length, edges.length - 1, truncated);
    return { ...packClip(job, timed, avcC), ...(note ? { note } : {}) };
  } finally {
    encoder?.close();
    input.dispose();
  }
}
