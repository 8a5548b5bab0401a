import type { ResultShape } from '../shape.js';

/** A quarter turn clockwise is 90. */
export type Rotation = 0 | 90 | 180 | 270;

/**
 * For each sample of a plane to be shown, the index of the stored sample it comes from: turned, scaled to cover the
 * plane, cut evenly on both sides, nearest neighbour.
 *
 * @param stored size of the stored plane; `stride` is the distance between its rows.
 */
export function samplingMap(
  stored: ResultShape,
  stride: number,
  shown: ResultShape,
  rotation: Rotation,
): Int32Array {
  const lying = rotation === 90 || rotation === 270;
  const upright = lying ? { width: stored.height, height: stored.width } : stored;
  const scale = Math.min(upright.width / shown.width, upright.height / shown.height);
  const left = (upright.width - shown.width * scale) / 2;
  const top = (upright.height - shown.height * scale) / 2;
  const map = new Int32Array(shown.width * shown.height);
  for (let y = 0; y < shown.height; y++) {
    const v = Math.min(upright.height - 1, Math.floor(top + (y + 0.5) * scale));
    for (let x = 0; x < shown.width; x++) {
      const u = Math.min(upright.width - 1, Math.floor(left + (x + 0.5) * scale));
      map[y * shown.width + x] = place(u, v, stored, stride, rotation);
    }
  }
  return map;
}

function place(u: number, v: number, stored: ResultShape, stride: number, rotation: Rotation): number {
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
