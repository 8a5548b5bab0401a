import type { RgbImage } from '../drawing/rgb-canvas.js';
import type { PictureSize } from '../drawing/picture-size.js';
import { readImageSize } from './image-header.js';

/** libjpeg-turbo compiled to WebAssembly, as the package hands it out; it has no types. */
interface FrameInfo {
  readonly width: number;
  readonly height: number;
  readonly bitsPerSample: number;
  readonly componentCount: number;
  readonly isSigned: boolean;
}

interface JpegDecoder {
  getEncodedBuffer(length: number): Uint8Array;
  decode(): void;
  getDecodedBuffer(): Uint8Array;
  getFrameInfo(): FrameInfo;
  delete(): void;
}

interface JpegEncoder {
  getDecodedBuffer(frame: FrameInfo): Uint8Array;
  setProgressive(on: number): void;
  setSubSampling(kind: number): void;
  setQuality(quality: number): void;
  encode(): void;
  getEncodedBuffer(): Uint8Array;
  delete(): void;
}

interface LibJpegTurbo {
  readonly JPEGDecoder: new () => JpegDecoder;
  readonly JPEGEncoder: new () => JpegEncoder;
}

/** 4:2:0, as cameras have it. */
const SUBSAMPLING_420 = 2;
const START = [0xff, 0xd8, 0xff] as const;

/** Decodes and encodes JPEG pictures. Both take milliseconds and block meanwhile. */
export interface JpegCodec {
  /** Undefined when the bytes are no JPEG, are damaged, or have more than `maxPixels`. */
  decode(bytes: Uint8Array, maxPixels: number): Promise<RgbImage | undefined>;
  /** `quality` from 1 to 100. */
  encode(image: RgbImage, quality: number): Uint8Array;
}

let loading: Promise<JpegCodec> | undefined;

/** The codec; its 600 kB are loaded with the first use. */
export const loadJpegCodec = (): Promise<JpegCodec> => (loading ??= load());

async function load(): Promise<JpegCodec> {
  const { default: create } = (await import('@cornerstonejs/codec-libjpeg-turbo-8bit/wasmjs')) as {
    default: () => Promise<LibJpegTurbo>;
  };
  const turbo = await create();
  return {
    async decode(bytes, maxPixels) {
      if (START.some((byte, at) => bytes[at] !== byte)) return undefined;
      const size = await readImageSize(bytes, bytes.length);
      if (!size || size.width * size.height > maxPixels) return undefined;
      return decode(turbo, bytes);
    },
    encode: (image, quality) => encode(turbo, image, quality),
  };
}

function decode({ JPEGDecoder }: LibJpegTurbo, bytes: Uint8Array): RgbImage | undefined {
  const decoder = new JPEGDecoder();
  try {
    decoder.getEncodedBuffer(bytes.length).set(bytes);
    decoder.decode();
    const { width, height, componentCount } = decoder.getFrameInfo();
    const pixels = decoder.getDecodedBuffer();
    const rgb = componentCount === 1 ? spreadGrey(pixels) : Uint8Array.from(pixels);
    return rgb.length === 3 * width * height ? { width, height, rgb } : undefined;
  } catch {
    return undefined; // the library throws a bare number for whatever it cannot decode
  } finally {
    decoder.delete();
  }
}

function spreadGrey(grey: Uint8Array): Uint8Array {
  const rgb = new Uint8Array(3 * grey.length);
  for (let from = 0, to = 0; from < grey.length; from++, to += 3) rgb.fill(grey[from] ?? 0, to, to + 3);
  return rgb;
}

function encode(
  { JPEGEncoder }: LibJpegTurbo,
  { width, height, rgb }: RgbImage,
  quality: number,
): Uint8Array {
  const encoder = new JPEGEncoder();
  try {
    encoder.getDecodedBuffer(frameOf({ width, height })).set(rgb);
    encoder.setProgressive(0);
    encoder.setSubSampling(SUBSAMPLING_420);
    encoder.setQuality(quality);
    encoder.encode();
    // A copy: the library's memory is used again.
    return Uint8Array.from(encoder.getEncodedBuffer());
  } finally {
    encoder.delete();
  }
}

/** More than the header of a JPEG. */
const HEADER_BYTES = 2048;
/** Pictures are encoded in blocks of 16x16 pixels. */
const inBlocks = (side: number): number => Math.ceil(side / 16) * 16;

/**
 * The library writes as far as the JPEG goes, into memory that it reserved for the pixels. The JPEG of a tiny picture is
 * larger, so the frame claims samples that are not used: the library reads three bytes a pixel, whatever is claimed.
 */
function frameOf({ width, height }: PictureSize): FrameInfo {
  const pixels = width * height;
  const needed = 2 * inBlocks(width) * inBlocks(height) + HEADER_BYTES;
  const componentCount = Math.min(255, Math.max(3, Math.ceil(needed / pixels)));
  const bitsPerSample = componentCount * pixels < needed ? 128 : 8;
  return { width, height, bitsPerSample, componentCount, isSigned: false };
}
