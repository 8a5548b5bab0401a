import { decodeStill } from '../../codecs/decode-still.js';
import { withTags } from '../../codecs/png.js';
import { evenSize } from '../../drawing/picture-size.js';
import type { Picture } from '../../drawing/picture.js';
import { pictureOf, rgbaOf } from '../../drawing/rgb.js';
import { LookPainter } from '../../drawing/look-painter.js';
import type { TransformLook } from '../../drawing/transform-look.js';
import { mediaSourceOf, readBytes } from '../../media-source.js';
import { provenanceTags } from '../provenance.js';
import type { RenderedMedia } from '../types.js';
import type { UploadJob } from './transform.js';

const MAX_BYTES = 32 * 1024 * 1024;

/** The uploaded image at the job's size. @throws Error saying what is wrong with the upload */
export async function readStill(job: UploadJob): Promise<Picture> {
  if (job.upload.size > MAX_BYTES)
    throw new Error(`its ${job.upload.size} bytes exceed the limit of ${MAX_BYTES}`);
  return pictureOf(await decodeStill(await readBytes(job.upload)), evenSize(job));
}

/** Transforms an uploaded image and packs it as a PNG. @throws Error saying what is wrong with the upload. */
export async function transformImage(job: UploadJob, look: TransformLook): Promise<RenderedMedia> {
  const picture = await readStill(job);
  new LookPainter(look).paint(picture);
  const { PNG } = await import('pngjs');
  const png = new PNG({ width: picture.width, height: picture.height });
  png.data = Buffer.from(rgbaOf(picture).buffer);
  const packed = PNG.sync.write(png, { colorType: 2, deflateLevel: 4 });
  return mediaSourceOf('image/png', ...withTags(packed, provenanceTags(job)));
}
