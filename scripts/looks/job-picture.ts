import { BufferSource, EncodedPacketSink, Input, MP4 } from 'mediabunny';
import { decodeStill } from '../../src/media/codecs/decode-still.js';
import { readI420 } from '../../src/media/codecs/read-frame.js';
import type { WebCodecs } from '../../src/media/codecs/web-codecs.js';
import type { Picture } from '../../src/media/drawing/picture.js';
import { Resampler } from '../../src/media/drawing/resample.js';
import type { RgbaImage } from '../../src/media/drawing/rgb.js';
import { createRenderer } from '../../src/media/job-results/index.js';
import { decodeFrames } from '../../src/media/job-results/transform/decode-frames.js';
import type { RenderJob } from '../../src/media/job-results/types.js';
import { readBytes } from '../../src/media/media-source.js';

/** A job's result as a picture: an image, or the given frame of a clip. @throws Error when the renderer fell back */
export async function jobPicture(
  codecs: WebCodecs,
  renderer: string,
  job: RenderJob,
  frame = 0,
): Promise<Picture | RgbaImage> {
  const media = await (await createRenderer(renderer)).render(job);
  if (media.note !== undefined) throw new Error(`Cannot show ${job.model} as ${renderer}: ${media.note}`);
  const bytes = await readBytes(media);
  if (job.kind === 'video') return frameOf(codecs, bytes, frame);
  return decodeStill(bytes);
}

/** A frame of an MP4 in display order, from 0. @throws Error when it has fewer */
export async function frameOf(codecs: WebCodecs, mp4: Uint8Array, wanted: number): Promise<Picture> {
  using input = new Input({ source: new BufferSource(mp4), formats: [MP4] });
  const track = await input.getPrimaryVideoTrack();
  const config = await track?.getDecoderConfig();
  if (!track || !config) throw new Error('The MP4 has no video track.');
  let index = 0;
  for await (const frame of decodeFrames(codecs, config, new EncodedPacketSink(track), Infinity)) {
    try {
      if (index++ !== wanted) continue;
      const stored = await readI420(frame);
      return new Resampler().resample(stored, stored);
    } finally {
      frame.close();
    }
  }
  throw new Error(`The MP4 has ${index} frames, so none with the number ${wanted}.`);
}
