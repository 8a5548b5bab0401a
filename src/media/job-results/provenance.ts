import { readTags as readMp4Tags } from '../codecs/mp4/tags.js';
import { readTags as readPngTags } from '../codecs/png.js';
import { sniffMedia } from '../codecs/sniff-media.js';
import type { Provenance, RenderJob } from './types.js';

/** Names of the tags in a result: `mdta` keys in an MP4 (ffprobe shows them), iTXt chunks in a PNG. */
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
 * The job that a rendered file came from, read from the file itself; undefined without tags (an echo has none).
 * The beginning of a file is enough if it contains all tags.
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
