import { mediaOf, readBytes } from '../bytes.js';
import { imageShape } from '../image-shape.js';
import { withTags } from '../png.js';
import { provenanceTags } from '../provenance.js';
import { resultShape, type ResultShape } from '../shape.js';
import { sniffMedia } from '../sniff.js';
import type { MediaSource, RenderedMedia, RenderJob } from '../types.js';
import { captionOf } from './caption.js';
import type { Codecs } from './codecs.js';
import { lookOf, type FrameLook } from './look.js';
import { pixelsOf, type Pixels } from './pixels.js';
import { samplingMap } from './sampling.js';

const MAX_BYTES = 32 * 1024 * 1024;
const MAX_PIXELS = 40_000_000;

async function decode(codecs: Codecs, upload: MediaSource): Promise<Pixels> {
  if (upload.size > MAX_BYTES) throw new Error(`${upload.size} bytes are more than it takes`);
  const bytes = await readBytes(upload);
  const size = imageShape(bytes);
  if (size && size.width * size.height > MAX_PIXELS) throw new Error('it has more pixels than it takes');
  const { mime } = sniffMedia(bytes);
  if (mime === 'image/png') {
    const { PNG } = await import('pngjs');
    const { width, height, data } = PNG.sync.read(Buffer.from(bytes));
    return { width, height, rgba: data };
  }
  const decoder = new codecs.ImageDecoder({ data: bytes, type: mime });
  try {
    const { image } = await decoder.decode();
    try {
      return await pixelsOf(image);
    } finally {
      image.close();
    }
  } finally {
    decoder.close();
  }
}

const byte = (value: number): number => Math.min(255, Math.max(0, Math.round(value)));

/** Scales the image to the shape and gives each pixel its new colour, by way of YCbCr (BT.601, full range). */
function alter(image: Pixels, shape: ResultShape, look: FrameLook): Uint8Array {
  const map = samplingMap(image, image.width, shape, 0);
  const altered = new Uint8Array(4 * map.length);
  map.forEach((from, at) => {
    const [red = 0, green = 0, blue = 0] = image.rgba.subarray(4 * from, 4 * from + 3);
    const y = 0.299 * red + 0.587 * green + 0.114 * blue;
    const pair = 256 * byte(128 + (blue - y) / 1.772) + byte(128 + (red - y) / 1.402);
    const [cb, cr] = [(look.cb[pair] ?? 128) - 128, (look.cr[pair] ?? 128) - 128];
    altered[4 * at] = byte(y + 1.402 * cr);
    altered[4 * at + 1] = byte(y - 0.344136 * cb - 0.714136 * cr);
    altered[4 * at + 2] = byte(y + 1.772 * cb);
    altered[4 * at + 3] = 255;
  });
  return altered;
}

/** Alters an uploaded image and packs it as a PNG. @throws Error saying what is wrong with the upload. */
export async function transformImage(
  codecs: Codecs,
  job: RenderJob & { upload: MediaSource },
): Promise<RenderedMedia> {
  const image = await decode(codecs, job.upload);
  const shape = resultShape(job);
  const rgba = alter(image, shape, lookOf(job));
  const { top, ink } = captionOf(job.prompt, shape);
  ink.forEach((dot, index) => {
    const at = 4 * (top * shape.width + index);
    rgba.fill(dot ? 240 : 24, at, at + 3);
  });
  const { PNG } = await import('pngjs');
  const png = new PNG({ ...shape });
  png.data = Buffer.from(rgba.buffer, rgba.byteOffset, rgba.byteLength);
  const packed = PNG.sync.write(png, { colorType: 2, deflateLevel: 4 });
  return mediaOf('image/png', ...withTags(packed, provenanceTags(job)));
}
