import { createHash } from 'node:crypto';
import { SNIFF_BYTES, sniffMedia } from '../../codecs/sniff-media.js';
import { loadWebCodecs, type WebCodecs } from '../../codecs/web-codecs.js';
import { lookOf, type ReferenceDigest } from '../../drawing/transform-look.js';
import { readBytes, type MediaSource } from '../../media-source.js';
import type { RenderedMedia, RenderJob, Renderer } from '../types.js';
import { transformImage } from './image.js';
import { transformVideo, type TransformLimits } from './video.js';

export interface UploadJob extends RenderJob {
  upload: MediaSource;
}

const LIMITS: TransformLimits = { maxSeconds: 10, maxFrames: 300 };

async function transform(codecs: WebCodecs, job: RenderJob, limits: TransformLimits): Promise<RenderedMedia> {
  const { upload, reference, prompt, seed, model } = job;
  if (!upload) throw new Error('the job has none');
  const { kind, mime } = sniffMedia(await readBytes(upload, 0, SNIFF_BYTES));
  if (kind !== job.kind) throw new Error(`it is ${mime}, but the model makes ${job.kind}s`);
  const look = lookOf({ prompt, seed, model, reference: reference && (await digestOf(reference)) });
  const uploadJob: UploadJob = { ...job, upload };
  return kind === 'video'
    ? transformVideo(codecs, uploadJob, look, {
        ...limits,
        maxSeconds: Math.min(limits.maxSeconds, job.maxSeconds ?? Infinity),
      })
    : transformImage(codecs, uploadJob, look);
}

/** The same as `digestReference`, without holding the file in memory. */
async function digestOf(reference: MediaSource): Promise<ReferenceDigest> {
  const hash = createHash('sha256');
  for await (const chunk of reference.read()) hash.update(chunk);
  return { bytes: reference.size, digest: hash.digest('hex') };
}

/**
 * A renderer that transforms the upload itself: the model's size, the job's tint, the prompt written in.
 * An upload that cannot be decoded gets a test card instead, and the result's note says why.
 *
 * @throws WebCodecsMissing when the optional package is not installed.
 */
export async function createTransform(limits: Partial<TransformLimits> = {}): Promise<Renderer> {
  const codecs = await loadWebCodecs();
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
