import { loadJpegCodec, type JpegCodec } from '../codecs/jpeg.js';
import type { RendererName } from '../choose-renderers.js';
import type { PictureSize } from '../drawing/picture-size.js';
import { RgbCanvas, type RgbImage } from '../drawing/rgb-canvas.js';
import { drawLook, type LipsyncLook } from './look.js';

export type { LipsyncLook } from './look.js';

/** A picture of the client that decodes. */
export interface LipsyncPicture {
  /** Width and height in pixels. */
  readonly size: PictureSize;
  /** Memory that it takes, its JPEG included. */
  readonly heldBytes: number;
  /** A JPEG of the same size, of at most `maxBytes`; undefined when it cannot be that small. */
  render(look: LipsyncLook, maxBytes: number): Promise<Uint8Array | undefined>;
}

/** Reads a picture; undefined for what does not decode as a JPEG. */
export type ReadLipsyncPicture = (jpeg: Uint8Array) => Promise<LipsyncPicture | undefined>;

/** Qualities to try, best first: a large picture has to fit into one message. */
const QUALITIES = [90, 70, 45, 20] as const;
const MAX_PIXELS = 4096 * 4096;
/** A picture of more pixels is decoded again when it is drawn on, and not kept meanwhile. */
const MAX_KEPT_PIXELS = 1_000_000;

/** Returns every picture as it is: for tests of messages alone. */
export const readSamePicture: ReadLipsyncPicture = async (jpeg) => {
  const size = await (await loadJpegCodec()).decode(jpeg, MAX_PIXELS);
  return (
    size && {
      size,
      heldBytes: jpeg.length,
      render: async (_look, maxBytes) => (jpeg.length > maxBytes ? undefined : jpeg),
    }
  );
};

/**
 * `echo` and `transform` draw on the client's picture, `testcard` on a card of its size. Each has a mouth that opens with
 * the sound.
 */
export const lipsyncPictures =
  (renderer: RendererName): ReadLipsyncPicture =>
  async (jpeg) => {
    const codec = await loadJpegCodec();
    const image = await codec.decode(jpeg, MAX_PIXELS);
    if (!image) return undefined;
    const { width, height } = image;
    const kept = width * height <= MAX_KEPT_PIXELS ? image : undefined;
    return {
      size: { width, height },
      heldBytes: jpeg.length + (kept?.rgb.length ?? 0),
      async render(look, maxBytes) {
        const drawn = kept ?? (await codec.decode(jpeg, MAX_PIXELS));
        if (!drawn) return undefined;
        drawLook(new RgbCanvas(drawn), renderer, look);
        return fit(codec, drawn, maxBytes);
      },
    };
  };

function fit(codec: JpegCodec, image: RgbImage, maxBytes: number): Uint8Array | undefined {
  for (const quality of QUALITIES) {
    const jpeg = codec.encode(image, quality);
    if (jpeg.length <= maxBytes) return jpeg;
  }
  return undefined;
}
