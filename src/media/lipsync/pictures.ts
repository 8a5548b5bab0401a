import { loadJpegCodec, type JpegCodec } from '../codecs/jpeg.js';
import type { RendererName } from '../choose-renderers.js';
import { RgbCanvas, type RgbImage } from '../drawing/rgb-canvas.js';
import { drawLook, type LipsyncLook } from './look.js';

export type { LipsyncLook } from './look.js';

/** Makes what LipSync Live sends back for a picture. */
export interface LipsyncPictures {
  /** Width and height in pixels; undefined for what does not decode as a JPEG. */
  sizeOf(picture: Uint8Array): Promise<{ readonly width: number; readonly height: number } | undefined>;
  /** A JPEG of the same size, of at most `maxBytes`; undefined when it cannot be that small. */
  render(picture: Uint8Array, look: LipsyncLook, maxBytes: number): Promise<Uint8Array | undefined>;
}

/** Qualities to try, best first: a large picture has to fit into one message. */
const QUALITIES = [90, 70, 45, 20] as const;

/** Returns every picture as it is: for tests of messages alone. */
export const sameLipsyncPictures: LipsyncPictures = {
  sizeOf: async (picture) => (await loadJpegCodec()).decode(picture),
  render: async (picture, _look, maxBytes) => (picture.length > maxBytes ? undefined : picture),
};

/**
 * `echo` and `transform` draw on the client's picture, `testcard` on a card of its size. Each has a mouth that opens with
 * the sound.
 */
export const lipsyncPictures = (renderer: RendererName): LipsyncPictures => ({
  sizeOf: async (picture) => (await loadJpegCodec()).decode(picture),
  async render(picture, look, maxBytes) {
    const codec = await loadJpegCodec();
    const image = await codec.decode(picture);
    if (!image) return undefined;
    drawLook(new RgbCanvas(image), renderer, look);
    return fit(codec, image, maxBytes);
  },
});

function fit(codec: JpegCodec, image: RgbImage, maxBytes: number): Uint8Array | undefined {
  for (const quality of QUALITIES) {
    const jpeg = codec.encode(image, quality);
    if (jpeg.length <= maxBytes) return jpeg;
  }
  return undefined;
}
