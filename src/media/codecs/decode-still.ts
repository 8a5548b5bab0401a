import { orientImage } from '../drawing/orient-image.js';
import type { RgbaImage } from '../drawing/rgb.js';
import { checkPng } from './check-png.js';
import { decodeWithCodecs } from './decode-with-codecs.js';
import { readImageHeader } from './image-header.js';
import { loadJpegCodec } from './jpeg.js';
import { sniffMedia } from './sniff-media.js';

const MAX_PIXELS = 40_000_000;

/** Decoders that need no binary for this machine, each loaded with its first picture. */
const DECODERS: Readonly<Record<string, (bytes: Uint8Array) => Promise<RgbaImage>>> = {
  'image/png': decodePng,
  'image/jpeg': decodeJpeg,
  'image/webp': decodeWebp,
};

/**
 * Decodes a PNG, JPEG or WebP, and other types where the optional package is installed. A JPEG is turned
 * and mirrored as its Exif says; other types are as stored.
 * @throws Error saying what is wrong with it, and for more than 40 million pixels; WebCodecsMissing
 */
export async function decodeStill(bytes: Uint8Array): Promise<RgbaImage> {
  const header = await readImageHeader(bytes);
  if (!header) throw new Error('its header has no size');
  const { size, orientation } = header;
  if (size.width * size.height > MAX_PIXELS)
    throw new Error(`${size.width}x${size.height} pixels exceed the limit of ${MAX_PIXELS}`);
  const { mime } = sniffMedia(bytes);
  const decode = DECODERS[mime];
  return orientImage(await (decode ?? decodeWithCodecs)(bytes, mime), orientation);
}

async function decodePng(bytes: Uint8Array): Promise<RgbaImage> {
  await checkPng(bytes);
  const { PNG } = await import('pngjs');
  const { width, height, data } = PNG.sync.read(Buffer.from(bytes));
  return { width, height, rgba: data };
}

async function decodeJpeg(bytes: Uint8Array): Promise<RgbaImage> {
  const codec = await loadJpegCodec();
  const image = await codec.decode(bytes, MAX_PIXELS);
  if (!image) throw new Error('it is damaged, or no JPEG of a known kind');
  const { width, height, rgb } = image;
  const rgba = new Uint8Array(4 * width * height).fill(255);
  for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) {
    rgba[to] = rgb[from] ?? 0;
    rgba[to + 1] = rgb[from + 1] ?? 0;
    rgba[to + 2] = rgb[from + 2] ?? 0;
  }
  return { width, height, rgba };
}

async function decodeWebp(bytes: Uint8Array): Promise<RgbaImage> {
  const { decode } = await import('@cwasm/webp');
  const { width, height, data } = decode(bytes);
  return { width, height, rgba: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
}
