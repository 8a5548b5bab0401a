import type { RgbaImage } from '../drawing/rgb.js';
import { loadWebCodecs, type VideoFrame } from './web-codecs.js';

/** Decodes an image of a type that needs the optional package. @throws Error for damage; WebCodecsMissing */
export async function decodeWithCodecs(bytes: Uint8Array, type: string): Promise<RgbaImage> {
  const { ImageDecoder } = await loadWebCodecs();
  const decoder = new ImageDecoder({ data: bytes, type });
  try {
    const { image } = await decoder.decode();
    try {
      return await rgbaOfFrame(image);
    } finally {
      image.close();
    }
  } finally {
    decoder.close();
  }
}

/** How many pixels share a chroma sample, across and down. */
const SUBSAMPLING: Readonly<Record<string, readonly [across: number, down: number]>> = {
  I420: [2, 2],
  I420A: [2, 2],
  I422: [2, 1],
  I422A: [2, 1],
  I444: [1, 1],
  I444A: [1, 1],
};

const byte = (value: number): number => Math.min(255, Math.max(0, Math.round(value)));

/** The pixels of a decoded still. Its matrix is BT.601, as in JPEG and WebP. @throws Error for an unknown format. */
async function rgbaOfFrame(frame: VideoFrame): Promise<RgbaImage> {
  if (frame.format === 'BGRA' || frame.format === 'RGBA') return rgbaOfPacked(frame, frame.format);
  const [across, down] = SUBSAMPLING[frame.format ?? ''] ?? [0, 0];
  if (across === 0) throw new Error(`its pixel format ${frame.format ?? 'unknown'} is not supported`);
  const stored = new Uint8Array(frame.allocationSize());
  const [y, cb, cr] = await frame.copyTo(stored);
  if (!y || !cb || !cr) throw new Error('it lacks a colour plane');
  const { codedWidth: width, codedHeight: height } = frame;
  const full = frame.colorSpace.fullRange === true;
  const [black, lift, spread] = full ? [0, 1, 1] : [16, 255 / 219, 255 / 224];
  const rgba = new Uint8Array(4 * width * height).fill(255);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const at = 4 * (row * width + column);
      const chroma = Math.floor(row / down) * cb.stride + Math.floor(column / across);
      const light = ((stored[y.offset + row * y.stride + column] ?? 0) - black) * lift;
      const blue = ((stored[cb.offset + chroma] ?? 128) - 128) * spread;
      const red = ((stored[cr.offset + chroma] ?? 128) - 128) * spread;
      rgba[at] = byte(light + 1.402 * red);
      rgba[at + 1] = byte(light - 0.344136 * blue - 0.714136 * red);
      rgba[at + 2] = byte(light + 1.772 * blue);
    }
  }
  return { width, height, rgba };
}

/** A frame of four bytes a pixel, as GIFs are decoded. */
async function rgbaOfPacked(frame: VideoFrame, format: 'BGRA' | 'RGBA'): Promise<RgbaImage> {
  const { codedWidth: width, codedHeight: height } = frame;
  const stored = new Uint8Array(frame.allocationSize());
  const [plane] = await frame.copyTo(stored);
  if (!plane) throw new Error('it has no pixels');
  const rgba = new Uint8Array(4 * width * height);
  for (let row = 0; row < height; row++)
    rgba.set(
      stored.subarray(plane.offset + row * plane.stride, plane.offset + row * plane.stride + 4 * width),
      4 * row * width,
    );
  if (format === 'RGBA') return { width, height, rgba };
  for (let at = 0; at < rgba.length; at += 4) [rgba[at], rgba[at + 2]] = [rgba[at + 2] ?? 0, rgba[at] ?? 0];
  return { width, height, rgba };
}
