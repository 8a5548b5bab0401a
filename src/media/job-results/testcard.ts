import { mediaOf } from './bytes.js';
import { drawCard } from './card.js';
import { CellEncoder } from '../codecs/h264/cell-encoder.js';
import { pictureParameterSet, sequenceParameterSet } from '../codecs/h264/parameter-sets.js';
import { u32 } from '../codecs/mp4/boxes.js';
import { avcConfiguration, writeMp4, type Sample } from '../codecs/mp4/write-mp4.js';
import { packPng, withTags } from './png.js';
import { provenanceTags } from './provenance.js';
import { resultShape, type ResultShape } from './shape.js';
import type { RenderJob, RenderedMedia, Renderer } from './types.js';

/** Length of a clip when the job does not tell, in seconds. */
const DEFAULT_SECONDS = 2;
/** However long the job: a test card says all it has to say in this time. */
const MAX_SECONDS = 60;
/** Seconds from one picture that stands alone to the next, for seeking. */
const KEY_SECONDS = 5;
/** Units of time a frame, so that rates like 29.97 come out even enough. */
const FRAME_UNITS = 1000;

function clip(job: RenderJob, { width, height }: ResultShape, seconds: number): Uint8Array[] {
  const card = drawCard(job, width, height);
  const encoder = new CellEncoder(card.picture);
  const frames = Math.max(1, Math.round(seconds * job.fps));
  const keyEvery = Math.max(1, Math.round(KEY_SECONDS * job.fps));
  const samples: Sample[] = [];
  for (let frame = 0; frame < frames; frame++) {
    card.show(frame, frames);
    const key = frame % keyEvery === 0;
    const unit = encoder.encode(card.picture, key);
    samples.push({ data: Buffer.concat([u32(unit.byteLength), unit]), key, duration: FRAME_UNITS });
  }
  return writeMp4({
    width,
    height,
    timescale: Math.round(job.fps * FRAME_UNITS),
    samples,
    avcC: avcConfiguration(sequenceParameterSet(width, height, job.fps), pictureParameterSet()),
    tags: provenanceTags(job),
  });
}

/**
 * A card drawn for the job, as a clip or a picture: nothing of the upload is in it.
 * It takes milliseconds, needs no codec and is the same bytes for the same job.
 */
export const testcard: Renderer = {
  name: 'testcard',
  async render(job: RenderJob): Promise<RenderedMedia> {
    const shape = resultShape(job);
    if (job.kind === 'image') {
      const { picture } = drawCard(job, shape.width, shape.height);
      return mediaOf('image/png', ...withTags(packPng(picture), provenanceTags(job)));
    }
    const seconds = job.durationSeconds ?? DEFAULT_SECONDS;
    return mediaOf('video/mp4', ...clip(job, shape, Math.min(seconds, MAX_SECONDS)));
  },
};
