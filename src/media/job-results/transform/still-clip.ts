import type { WebCodecs } from '../../codecs/web-codecs.js';
import { LookPainter } from '../../drawing/look-painter.js';
import { Picture } from '../../drawing/picture.js';
import type { TransformLook } from '../../drawing/transform-look.js';
import type { RenderedMedia } from '../types.js';
import { FrameEncoder } from './frame-encoder.js';
import { readStill } from './image.js';
import { packClip, TIMESCALE } from './pack-clip.js';
import type { UploadJob } from './transform.js';
import type { TransformLimits } from './frame-times.js';

/** Length of a job that has neither length nor path, in seconds: that of a test card. */
const DEFAULT_SECONDS = 2;

/**
 * Makes a clip of an uploaded image, for models that set a picture in motion. It is as long as the job, or else ends with
 * the last point of its path.
 *
 * @throws Error saying what is wrong with the upload
 */
export async function transformStill(
  codecs: WebCodecs,
  job: UploadJob,
  look: TransformLook,
  limits: TransformLimits,
): Promise<RenderedMedia> {
  const still = await readStill(job);
  const { width, height } = still;
  const wanted = framesOf(job, look);
  const frames = Math.min(wanted, limits.maxFrames, Math.max(1, Math.round(limits.maxSeconds * job.fps)));
  const painter = new LookPainter(look);
  const encoder = new FrameEncoder(codecs, still, job.fps);
  try {
    for (let frame = 0; frame < frames; frame++) {
      const picture = new Picture(width, height, still.bytes.slice());
      painter.paint(picture, frame / job.fps);
      await encoder.add(picture);
    }
    const { samples, avcC } = await encoder.finish();
    const edge = (frame: number): number => Math.round((frame * TIMESCALE) / job.fps);
    const timed = samples.map((sample, index) => ({ ...sample, duration: edge(index + 1) - edge(index) }));
    const note = `Only the first ${frames} frames were made: the limit ends there.`;
    return { ...packClip(job, timed, avcC), ...(frames < wanted ? { note } : {}) };
  } finally {
    encoder.close();
  }
}

function framesOf({ fps, durationSeconds }: UploadJob, { path }: TransformLook): number {
  if (durationSeconds === undefined && path)
    return 1 + path.points.reduce((last, { frame }) => Math.max(last, frame), 0);
  return Math.max(1, Math.round((durationSeconds ?? DEFAULT_SECONDS) * fps));
}
