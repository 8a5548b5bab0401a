import { writeMp4, type Sample } from '../../codecs/mp4/write-mp4.js';
import { evenSize } from '../../drawing/picture-size.js';
import { mediaSourceOf, type MediaSource } from '../../media-source.js';
import { provenanceTags } from '../provenance.js';
import type { RenderJob } from '../types.js';

/** Units a second in the result: microseconds, as in WebCodecs. */
export const TIMESCALE = 1_000_000;

/** Packs encoded frames, with their durations in microseconds, as the job's MP4. */
export const packClip = (job: RenderJob, samples: Sample[], avcC: Uint8Array): MediaSource =>
  mediaSourceOf(
    'video/mp4',
    ...writeMp4({ ...evenSize(job), timescale: TIMESCALE, samples, avcC, tags: provenanceTags(job) }),
  );
