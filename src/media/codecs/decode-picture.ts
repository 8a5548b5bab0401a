import type { RgbaImage } from '../drawing/rgb.js';
import { decodeStill, MAX_PIXELS } from './decode-still.js';
import { readImageSize } from './image-header.js';
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
  const { decode } = await import('jpeg-js');
  const { width, height, data } = decode(bytes, {
    useTArray: true,
    formatAsRGBA: true,
    maxMemoryUsageInMB: 1024,
  });
  return { width, height, rgba: data };
}

async function decodeWebp(bytes: Uint8Array): Promise<RgbaImage> {
  const { decode } = await import('@cwasm/webp');
  const { width, height, data } = decode(bytes);
  return { width, height, rgba: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
}
