import { createHash } from 'node:crypto';
import type { RenderJob } from './types.js';

/** 32 bytes that depend on the seed, the prompt and the model, and on nothing else. */
export function fingerprint(job: Pick<RenderJob, 'seed' | 'prompt' | 'model'>): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([job.seed, job.prompt, job.model]))
    .digest();
}
