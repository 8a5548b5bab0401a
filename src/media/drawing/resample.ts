import { Picture } from './picture.js';
import type { PictureSize } from './picture-size.js';

/** A quarter turn clockwise is 90. */
export type Rotation = 0 | 90 | 180 | 270;

/** An I420 frame as a decoder stores it; rows may be padded. */
export interface StoredFrame extends PictureSize {
  readonly data: Uint8Array;
  /** Brightness, then the two chroma planes. */
  readonly planes: readonly { readonly offset: number; readonly stride: number }[];
}

/** Where samples come from, for frames of one layout and one target. */
interface SampleMaps {
  readonly key: string;
  readonly luma: Int32Array;
  readonly chroma: Int32Array;
}

/** Brings decoded frames to a size: turned, scaled to cover it, cut evenly on both sides. */
export class Resampler {
  #maps: SampleMaps | undefined;

  /** A frame that needs no change is not copied: drawing on the picture then writes into `frame.data`. */
  resample(frame: StoredFrame, size: PictureSize, rotation: Rotation = 0): Picture {
    const [y, cb, cr] = frame.planes;
    if (!y || !cb || !cr) throw new Error('its frames lack a colour plane');
    if (rotation === 0 && isPacked(frame, size)) return new Picture(size.width, size.height, frame.data);
    const { luma, chroma } = this.#mapsFor(frame, y.stride, cb.stride, size, rotation);
    const picture = new Picture(size.width, size.height);
    copySamples(frame.data, y.offset, luma, picture.y);
    copySamples(frame.data, cb.offset, chroma, picture.cb);
    copySamples(frame.data, cr.offset, chroma, picture.cr);
    return picture;
  }

  #mapsFor(
    { width, height }: StoredFrame,
    lumaStride: number,
    chromaStride: number,
    size: PictureSize,
    rotation: Rotation,
  ): SampleMaps {
    const key = [width, height, lumaStride, chromaStride, size.width, size.height, rotation].join();
    if (this.#maps?.key === key) return this.#maps;
    const stored = { width, height };
    this.#maps = {
      key,
      luma: samplingMap(stored, lumaStride, size, rotation),
      chroma: samplingMap(chromaSize(stored), chromaStride, chromaSize(size), rotation),
    };
    return this.#maps;
  }
}

const chromaSize = ({ width, height }: PictureSize): PictureSize => ({
  width: Math.ceil(width / 2),
  height: Math.ceil(height / 2),
});

/** Whether a frame has that size already, and its planes follow each other without padding. */
function isPacked({ width, height, planes }: StoredFrame, size: PictureSize): boolean {
  const chroma = chromaSize(size);
  const pixels = width * height;
  const offsets = [0, pixels, pixels + chroma.width * chroma.height];
  return (
    width === size.width &&
    height === size.height &&
    planes.every(
      ({ offset, stride }, index) =>
        offset === offsets[index] && stride === (index === 0 ? width : chroma.width),
    )
  );
}

function copySamples(data: Uint8Array, offset: number, map: Int32Array, plane: Uint8Array): void {
  for (let at = 0; at < map.length; at++) plane[at] = data[offset + (map[at] ?? 0)] ?? 0;
}

/**
 * For each sample of a plane to be shown, the index of the stored sample it comes from (nearest neighbour).
 *
 * @param stored size of the stored plane; `stride` is the distance between its rows.
 */
export function samplingMap(
  stored: PictureSize,
  stride: number,
  shown: PictureSize,
  rotation: Rotation,
): Int32Array {
  const turned = rotation === 90 || rotation === 270;
  const upright = turned ? { width: stored.height, height: stored.width } : stored;
  const scale = Math.min(upright.width / shown.width, upright.height / shown.height);
  const left = (upright.width - shown.width * scale) / 2;
  const top = (upright.height - shown.height * scale) / 2;
  const map = new Int32Array(shown.width * shown.height);
  for (let y = 0; y < shown.height; y++) {
    const v = Math.min(upright.height - 1, Math.floor(top + (y + 0.5) * scale));
    for (let x = 0; x < shown.width; x++) {
      const u = Math.min(upright.width - 1, Math.floor(left + (x + 0.5) * scale));
      map[y * shown.width + x] = storedIndex(u, v, stored, stride, rotation);
    }
  }
  return map;
}

function storedIndex(u: number, v: number, stored: PictureSize, stride: number, rotation: Rotation): number {
  switch (rotation) {
    case 0:
      return v * stride + u;
    case 90:
      return (stored.height - 1 - u) * stride + v;
    case 180:
      return (stored.height - 1 - v) * stride + (stored.width - 1 - u);
    case 270:
      return u * stride + (stored.width - 1 - v);
  }
}
