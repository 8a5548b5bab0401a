import { readTags as readMp4Tags } from '../codecs/mp4/tags.js';
import { readTags as readPngTags } from './png.js';
import { sniffMedia } from './sniff.js';
import type { Provenance, RenderJob } from './types.js';

/** The names of the tags a result carries: in an MP4 as `mdta` keys (ffprobe shows them), in a PNG as iTXt chunks. */
const TAGS = {
  jobId: 'decart_job_id',
  model: 'decart_model',
  prompt: 'decart_prompt',
  seed: 'decart_seed',
} as const;

export function provenanceTags(job: RenderJob): Record<string, string> {
  return {
    [TAGS.jobId]: job.jobId,
    [TAGS.model]: job.model,
    [TAGS.prompt]: job.prompt,
    [TAGS.seed]: String(job.seed),
  };
}

/**
 * Which job a rendered file came from, read from the file itself; undefined when it does not say so (an echo never
 * does). The beginning of a file is enough, if it holds the tags whole.
 */
export function readProvenance(file: Uint8Array): Provenance | undefined {
  const tags = sniffMedia(file).mime === 'image/png' ? readPngTags(file) : readMp4Tags(file);
  const [jobId, model, prompt, seed] = [TAGS.jobId, TAGS.model, TAGS.prompt, TAGS.seed].map((tag) =>
    tags.get(tag),
  );
  if (jobId === undefined || model === undefined || prompt === undefined || seed === undefined)
    return undefined;
  return { jobId, model, prompt, seed: Number(seed) };
}
