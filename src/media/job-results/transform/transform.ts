import { SNIFF_BYTES, sniffMedia } from '../../codecs/sniff-media.js';
import { loadWebCodecs, type WebCodecs } from '../../codecs/web-codecs.js';
import { lookOf, type TransformLook } from '../../drawing/transform-look.js';
import { readBytes, type MediaSource } from '../../media-source.js';
import type { RenderedMedia, RenderJob, Renderer } from '../types.js';
import type { TransformLimits } from './frame-times.js';
import { transformImage } from './image.js';
import { readReference } from './reference.js';
import { transformStill } from './still-clip.js';
import { transformVideo } from './video.js';

export interface UploadJob extends RenderJob {
  upload: MediaSource;
}

const LIMITS: TransformLimits = { maxSeconds: 10, maxFrames: 300 };

async function transform(codecs: WebCodecs, job: RenderJob, limits: TransformLimits): Promise<RenderedMedia> {
  const { upload, reference, prompt, seed, model, family, trajectory, fps } = job;
  if (!upload) throw new Error('the job has none');
  const { kind, mime } = sniffMedia(await readBytes(upload, 0, SNIFF_BYTES));
  const { takes = job.kind } = job;
  if (kind !== takes) {
    const verb = job.kind === takes ? 'makes' : 'takes';
    throw new Error(`it is ${mime}, but the model ${verb} ${takes}s`);
  }
  const path = trajectory && { points: trajectory, fps };
  const read = reference && (await readReference(reference));
  const look = lookOf({ prompt, seed, model, family, path, reference: read?.reference });
  const maxSeconds = Math.min(limits.maxSeconds, job.maxSeconds ?? Infinity);
  const media = await work(codecs, { ...job, upload }, look, { ...limits, maxSeconds });
  const notes = [media.note, read?.note].filter((note) => note !== undefined);
  return notes.length > 0 ? { ...media, note: notes.join(' ') } : media;
}

function work(
  codecs: WebCodecs,
  job: UploadJob,
  look: TransformLook,
  limits: TransformLimits,
): Promise<RenderedMedia> {
  if (job.kind === 'image') return transformImage(job, look);
  return job.takes === 'image'
    ? transformStill(codecs, job, look, limits)
    : transformVideo(codecs, job, look, limits);
}

/**
 * A renderer that transforms the upload itself: the model's size, the look of its family, the job's tint, the prompt and
 * the reference image drawn in. An upload that cannot be decoded gets a test card instead, and the result's note says why.
 *
 * @throws WebCodecsMissing when the optional package is not installed.
 */
export async function createTransform(limits: Partial<TransformLimits> = {}): Promise<Renderer> {
  const codecs = await loadWebCodecs();
  return {
    name: 'transform',
    async render(job) {
      // An upload that is gone is an error; one that does not decode gets a card.
      for (const source of [job.upload, job.reference]) if (source) await readBytes(source, 0, 1);
      try {
        return await transform(codecs, job, { ...LIMITS, ...limits });
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        const { testcard } = await import('../testcard.js');
        const card = await testcard.render(job);
        return { ...card, note: `The upload could not be transformed (${reason}), so this is a test card.` };
      }
    },
  };
}
