import type { Canvas } from './canvas.js';
import { BLACK, type Colour } from './colours.js';

/** An 8-bit 4:2:0 picture (I420): brightness at full size, two chroma planes at half. Use even sides. */
export class Picture implements Canvas {
  readonly y: Uint8Array;
  readonly cb: Uint8Array;
  readonly cr: Uint8Array;
  readonly chromaWidth: number;

  /** @param bytes the planes one after the other without padding; drawing writes into them. */
  constructor(
    readonly width: number,
    readonly height: number,
    readonly bytes: Uint8Array = new Uint8Array(i420Bytes(width, height)),
  ) {
    const [pixels, total] = [width * height, i420Bytes(width, height)];
    const quarter = (total - pixels) / 2;
    this.chromaWidth = Math.ceil(width / 2);
    this.y = bytes.subarray(0, pixels);
    this.cb = bytes.subarray(pixels, pixels + quarter);
    this.cr = bytes.subarray(pixels + quarter, total);
  }

  static black(width: number, height: number): Picture {
    const picture = new Picture(width, height);
    picture.fill(0, 0, width, height, BLACK);
    return picture;
  }

  get across(): number {
    return this.width;
  }

  get down(): number {
    return this.height;
  }

  fillLuma(left: number, top: number, width: number, height: number, luma: number): void {
    fillPlane(this.y, this.width, this.height, left, top, left + width, top + height, luma);
  }

  fill(left: number, top: number, width: number, height: number, { y, cb, cr }: Colour): void {
    this.fillLuma(left, top, width, height, y);
    const [x0, y0] = [left >> 1, top >> 1];
    const [x1, y1] = [(left + width + 1) >> 1, (top + height + 1) >> 1];
    const rows = this.cb.length / this.chromaWidth;
    fillPlane(this.cb, this.chromaWidth, rows, x0, y0, x1, y1, cb);
    fillPlane(this.cr, this.chromaWidth, rows, x0, y0, x1, y1, cr);
  }
}

const i420Bytes = (width: number, height: number): number =>
  width * height + 2 * Math.ceil(width / 2) * Math.ceil(height / 2);

function fillPlane(
  plane: Uint8Array,
  stride: number,
  rows: number,
  left: number,
  top: number,
  right: number,
  bottom: number,
  value: number,
): void {
  const from = Math.max(0, left);
  const to = Math.min(stride, right);
  if (to <= from) return;
  const last = Math.min(rows, bottom);
  for (let row = Math.max(0, top); row < last; row++)
    plane.fill(value, row * stride + from, row * stride + to);
}
