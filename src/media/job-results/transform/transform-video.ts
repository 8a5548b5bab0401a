import type { EncodedPacketSink } from 'mediabunny';
import { mediaOf } from '../bytes.js';
import { writeMp4, type Sample } from '../../codecs/mp4/write-mp4.js';
import { provenanceTags } from '../provenance.js';
import { resultShape } from '../shape.js';
import type { MediaSource, RenderedMedia, RenderJob } from '../types.js';
import { openVideo } from '../upload.js';
import type { Codecs } from './codecs.js';
import { decodeFrames } from './decode-frames.js';
import { FrameAlteration } from './frame-alteration.js';
import { FrameEncoder } from './frame-encoder.js';

/** How much of an upload is transformed at most; the rest is left out, and the result's note says so. */
export interface TransformLimits {
  /** Counted from the upload's beginning. */
  maxSeconds: number;
  maxFrames: number;
}

/** Units a second in the result: those of WebCodecs. */
const TIMESCALE = 1_000_000;
/** Pixels a side; larger frames are refused. */
const MAX_SIDE = 4096;

interface Timing {
  /** When each frame is shown, in order, and when the last one ends. */
  edges: number[];
  /** Whether the upload goes on. */
  cut: boolean;
}

/**
 * Reads the times of the packets without their data. Pictures come out of a decoder in the order they are shown, so
 * the sorted times are theirs (a decoder's own time stamps may be in the order of decoding).
 */
async function timingOf(packets: EncodedPacketSink, limits: TransformLimits): Promise<Timing> {
  const starts: number[] = [];
  let end = 0;
  let cut = false;
  for await (const packet of packets.packets(undefined, undefined, { metadataOnly: true })) {
    cut = packet.timestamp >= limits.maxSeconds || starts.length >= limits.maxFrames;
    if (cut) break;
    starts.push(packet.microsecondTimestamp);
    end = Math.max(end, packet.microsecondTimestamp + Math.max(1, packet.microsecondDuration));
  }
  return { edges: [...starts.sort((a, b) => a - b), end], cut };
}

/** What the result lacks of the upload, if anything. */
function shortfall(made: number, meant: number, cut: boolean): string | undefined {
  if (made < meant) return `The upload breaks off: only ${made} frames could be transformed.`;
  return cut ? `Only the first ${made} frames were transformed: the limit ends there.` : undefined;
}

/**
 * Decodes the upload's first video track, alters its frames and encodes them again. Sound is left out.
 *
 * @throws Error saying what is wrong with the upload when that cannot be done.
 */
export async function transformVideo(
  codecs: Codecs,
  job: RenderJob & { upload: MediaSource },
  limits: TransformLimits,
): Promise<RenderedMedia> {
  const { input, EncodedPacketSink } = await openVideo(job.upload);
  let encoder: FrameEncoder | undefined;
  try {
    const track = await input.getPrimaryVideoTrack();
    const config = await track?.getDecoderConfig();
    if (!track || !config) throw new Error('it has no video track that can be read');
    const [width, height] = [await track.getDisplayWidth(), await track.getDisplayHeight()];
    if (Math.max(width, height) > MAX_SIDE)
      throw new Error(`${width}x${height} pixels are more than it takes`);
    const packets = new EncodedPacketSink(track);
    const { edges, cut } = await timingOf(packets, limits);

    const shape = resultShape(job);
    const alteration = new FrameAlteration(job, shape, await track.getRotation());
    encoder = new FrameEncoder(codecs, shape, job.fps);
    for await (const frame of decodeFrames(codecs, config, packets, edges.length - 1)) {
      try {
        await encoder.add(await alteration.apply(frame));
      } finally {
        frame.close();
      }
    }
    const { samples, avcC } = await encoder.finish();
    const timed = samples.map((sample, index): Sample => {
      const [start = 0, end = start + 1] = edges.slice(index, index + 2);
      return { ...sample, duration: Math.max(1, end - start) };
    });
    const parts = writeMp4({
      ...shape,
      timescale: TIMESCALE,
      samples: timed,
      avcC,
      tags: provenanceTags(job),
    });
    const note = shortfall(samples.length, edges.length - 1, cut);
    return { ...mediaOf('video/mp4', ...parts), ...(note ? { note } : {}) };
  } finally {
    encoder?.close();
    input.dispose();
  }
}
