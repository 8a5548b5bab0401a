import { readBytes } from '../bytes.js';
import { SNIFF_BYTES, sniffMedia } from '../sniff.js';
import type { MediaSource, RenderedMedia, RenderJob, Renderer } from '../types.js';
import { loadCodecs, type Codecs } from './codecs.js';
import { transformImage } from './transform-image.js';
import { transformVideo, type TransformLimits } from './transform-video.js';

const LIMITS: TransformLimits = { maxSeconds: 10, maxFrames: 300 };

async function transform(codecs: Codecs, job: RenderJob, limits: TransformLimits): Promise<RenderedMedia> {
  const { upload } = job;
  if (!upload) throw new Error('there is none');
  const { kind, mime } = sniffMedia(await readBytes(upload, 0, SNIFF_BYTES));
  if (kind !== job.kind) throw new Error(`it is ${mime}, but the model makes ${job.kind}s`);
  const given: RenderJob & { upload: MediaSource } = { ...job, upload };
  return kind === 'video' ? transformVideo(codecs, given, limits) : transformImage(codecs, given);
}

/**
 * A renderer that alters the upload itself: shape of the model, colours of the job's own, the prompt written in.
 * An upload that cannot be decoded gets a test card instead, and the result's note says why.
 *
 * @throws Error when the optional package it needs is not installed.
 */
export async function createTransform(limits: Partial<TransformLimits> = {}): Promise<Renderer> {
  const codecs = await loadCodecs();
  return {
    name: 'transform',
    async render(job) {
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
