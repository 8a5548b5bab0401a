import type { RgbaImage } from '../drawing/rgb.js';
import { decodeStill, MAX_PIXELS } from './decode-still.js';
import { readImageSize } from './image-header.js';
import { loadJpegCodec } from './jpeg.js';
import { sniffMedia } from './sniff-media.js';
import type { WebCodecs } from './web-codecs.js';

/** Decoders that need no binary for this machine, each loaded with its first picture. */
const DECODERS: Readonly<Record<string, (bytes: Uint8Array) => Promise<RgbaImage>>> = {
  'image/png': decodePng,
  'image/jpeg': decodeJpeg,
  'image/webp': decodeWebp,
};

/**
 * Decodes a PNG, JPEG or WebP, and what else `codecs` can decode where it is installed.
 * @throws Error saying what is wrong with it, and for more than 40 million pixels.
 */
export async function decodePicture(bytes: Uint8Array, codecs?: WebCodecs): Promise<RgbaImage> {
  const { mime } = sniffMedia(bytes);
  const decode = DECODERS[mime];
  if (!decode) {
    if (codecs) return decodeStill(codecs, bytes);
    throw new Error(`${mime} cannot be decoded here; PNG, JPEG and WebP can`);
  }
  const size = await readImageSize(bytes);
  if (!size) throw new Error('its header has no size');
  if (size.width * size.height > MAX_PIXELS)
    throw new Error(`${size.width}x${size.height} pixels exceed the limit of ${MAX_PIXELS}`);
  return decode(bytes);
}

async function decodePng(bytes: Uint8Array): Promise<RgbaImage> {
  const { PNG } = await import('pngjs');
  const { width, height, data } = PNG.sync.read(Buffer.from(bytes));
  return { width, height, rgba: data };
}

async function decodeJpeg(bytes: Uint8Array): Promise<RgbaImage> {
  const codec = await loadJpegCodec();
  const image = await codec.decode(bytes);
  if (!image) throw new Error('it is damaged, or has more than 4096x4096 pixels');
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
