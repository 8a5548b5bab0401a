import { CellEncoder } from '../codecs/h264/cell-encoder.js';
import { pictureParameterSet, sequenceParameterSet } from '../codecs/h264/parameter-sets.js';
import { u32 } from '../codecs/mp4/boxes.js';
import { avcConfiguration, writeMp4, type Sample } from '../codecs/mp4/write-mp4.js';
import { packPng, withTags } from '../codecs/png.js';
import { CellPicture } from '../drawing/cell-picture.js';
import { BLACK } from '../drawing/colours.js';
import { drawMosaic } from '../drawing/mosaic.js';
import { evenSize, type PictureSize } from '../drawing/picture-size.js';
import { digestLines, headerHeight, TestCard } from '../drawing/test-card.js';
import { mediaSourceOf } from '../media-source.js';
import { digestOf } from './digest.js';
import { provenanceTags } from './provenance.js';
import type { RenderJob, RenderedMedia, Renderer } from './types.js';

/** Length of a clip when the job has none, in seconds. */
const DEFAULT_SECONDS = 2;
/** Length of a clip at most, however long the job, in seconds. */
const MAX_SECONDS = 60;
/** Seconds from one key frame to the next, for seeking. */
const KEY_SECONDS = 5;
/** Time units a frame, so that rates like 29.97 are precise enough. */
const FRAME_UNITS = 1000;

function drawCard(job: RenderJob, digests: readonly string[], { width, height }: PictureSize): TestCard {
  const picture = new CellPicture(width, height);
  drawMosaic(picture, job);
  const card = new TestCard(picture);
  const text = { heading: `${job.model}  seed ${job.seed}`, detail: job.jobId, digests, prompt: job.prompt };
  picture.fill(0, 0, picture.across, headerHeight(text), BLACK); // keeps the lines legible on any mosaic
  card.draw(text);
  return card;
}

/** Names what the client sent by its first digits; nothing when it sent text alone. */
async function digestsOf(job: RenderJob): Promise<string[]> {
  const { upload, reference, inputDigest, referenceDigest } = job;
  const input = inputDigest ?? (upload && (await digestOf(upload)));
  const second = referenceDigest ?? (reference && (await digestOf(reference)));
  return digestLines(input, second);
}

function drawClip(job: RenderJob, card: TestCard, seconds: number): Uint8Array[] {
  const { width, height } = card.picture;
  const encoder = new CellEncoder(card.picture);
  const frames = Math.max(1, Math.round(seconds * job.fps));
  const keyEvery = Math.max(1, Math.round(KEY_SECONDS * job.fps));
  const samples: Sample[] = [];
  for (let frame = 0; frame < frames; frame++) {
    card.advance(frame / Math.max(1, frames - 1), `${frame + 1}/${frames}`.padStart(11));
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
 * A card drawn for the job, as a clip or a picture. Of the uploads it shows only the first digits of their SHA-256.
 * It takes milliseconds, needs no codec, and the same job gives the same bytes.
 */
export const testcard: Renderer = {
  name: 'testcard',
  async render(job: RenderJob): Promise<RenderedMedia> {
    const card = drawCard(job, await digestsOf(job), evenSize(job));
    if (job.kind === 'image') {
      return mediaSourceOf('image/png', ...withTags(packPng(card.picture), provenanceTags(job)));
    }
    const seconds = job.durationSeconds ?? DEFAULT_SECONDS;
    return mediaSourceOf('video/mp4', ...drawClip(job, card, Math.min(seconds, MAX_SECONDS)));
  },
};
