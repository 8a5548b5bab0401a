import type { Colour } from './colours.js';

/**
 * What text and cards are drawn on. Two kinds stay apart: a `Picture` has the pixels of a camera; a `CellPicture` has
 * only what the JavaScript encoder can write cheaply. One unit is a pixel of the one and a cell of 4x4 of the other.
 */
export interface Canvas {
  /** Width and height in units, counting only those shown. */
  readonly across: number;
  readonly down: number;
  /** Sets the brightness of a rectangle and keeps its colour. Parts outside the canvas are ignored. */
  fillLuma(left: number, top: number, width: number, height: number, luma: number): void;
  /** Sets brightness and colour of a rectangle. Chroma is shared by 2x2 units, so use even edges. */
  fill(left: number, top: number, width: number, height: number, colour: Colour): void;
}
