import { decodeStill } from '../../codecs/decode-still.js';
import { withTags } from '../../codecs/png.js';
import type { WebCodecs } from '../../codecs/web-codecs.js';
import { evenSize } from '../../drawing/picture-size.js';
import { pictureOf, rgbaOf } from '../../drawing/rgb.js';
import { transformPicture, type TransformLook } from '../../drawing/transform-look.js';
import { mediaSourceOf, readBytes } from '../../media-source.js';
import { provenanceTags } from '../provenance.js';
import type { RenderedMedia } from '../types.js';
import type { UploadJob } from './transform.js';

const MAX_BYTES = 32 * 1024 * 1024;

/** Transforms an uploaded image and packs it as a PNG. @throws Error saying what is wrong with the upload. */
export async function transformImage(
  codecs: WebCodecs,
  job: UploadJob,
  look: TransformLook,
): Promise<RenderedMedia> {
  if (job.upload.size > MAX_BYTES)
    throw new Error(`its ${job.upload.size} bytes exceed the limit of ${MAX_BYTES}`);
  const image = await decodeStill(codecs, await readBytes(job.upload));
  const picture = pictureOf(image, evenSize(job));
  transformPicture(picture, look);
  const { PNG } = await import('pngjs');
  const png = new PNG({ width: picture.width, height: picture.height });
  png.data = Buffer.from(rgbaOf(picture).buffer);
  const packed = PNG.sync.write(png, { colorType: 2, deflateLevel: 4 });
  return mediaSourceOf('image/png', ...withTags(packed, provenanceTags(job)));
}
