import type { Canvas } from './canvas.js';
import { drawCaption } from './caption.js';
import { CELL, CellPicture, cellsOf } from './cell-picture.js';
import { BLACK, INK } from './colours.js';
import { drawMouthMark, type CanvasArea } from './mouth-mark.js';
import type { PictureSize } from './picture-size.js';
import type { Portrait } from './portrait.js';

/** One picture of a live avatar. */
export interface AvatarMoment {
  /** Number of the picture, from 0. */
  readonly number: number;
  /** Of the sound that leaves with it, 0 to 1. */
  readonly loudness: number;
  readonly prompt: string;
}

/** Pictures in which the portrait sways once up and down. */
const SWAY_PERIOD = 100;
/** Pixels it sways to each side: two cells, as the chroma of a cell picture allows. */
const SWAY = 8;
/** Side of the marker, in cells. */
const MARKER = 4;

/** How far down the portrait is in a picture, in pixels. */
const swayAt = (number: number): number => SWAY * Math.sin((2 * Math.PI * number) / SWAY_PERIOD);

/** The portrait in cells, as it is while it does not move. */
export interface AvatarStill {
  readonly cells: CellPicture;
  /** The part that the portrait fills, in pixels. */
  readonly area: CanvasArea;
}

export const stillOf = ({ picture, area }: Portrait): AvatarStill => ({ cells: cellsOf(picture), area });

/** Draws a live avatar, picture by picture. */
export class AvatarPicture {
  /** The current picture; its macroblocks are dirty where it changed. */
  readonly shown: CellPicture;
  readonly #next: CellPicture;

  constructor({ width, height }: PictureSize) {
    this.shown = new CellPicture(width, height);
    this.#next = new CellPicture(width, height);
  }

  /**
   * The portrait, which sways also in silence, a mouth that opens with the sound, the prompt, and a marker that moves with
   * each picture.
   */
  draw({ cells, area }: AvatarStill, moment: AvatarMoment): void {
    const next = this.#next;
    const down = 2 * Math.round(swayAt(moment.number) / (2 * CELL));
    shift(cells.y, 4 * cells.columns, next.y, down);
    shift(cells.cb, 2 * cells.columns, next.cb, down / 2);
    shift(cells.cr, 2 * cells.columns, next.cr, down / 2);
    drawOver(next, inCells(area), moment);
    this.shown.become(next);
  }
}

/** Moves a plane down by some rows; the edge fills the gap. */
function shift(from: Uint8Array, width: number, to: Uint8Array, down: number): void {
  const rows = from.length / width;
  for (let row = 0; row < rows; row++) {
    const source = Math.min(rows - 1, Math.max(0, row - down)) * width;
    to.set(from.subarray(source, source + width), row * width);
  }
}

const inCells = (area: CanvasArea): CanvasArea => ({
  left: 2 * Math.round(area.left / (2 * CELL)),
  top: 2 * Math.round(area.top / (2 * CELL)),
  width: 2 * Math.round(area.width / (2 * CELL)),
  height: 2 * Math.round(area.height / (2 * CELL)),
});

function drawOver(canvas: Canvas, area: CanvasArea, { number, loudness, prompt }: AvatarMoment): void {
  const { across, down } = canvas;
  const track = (down - MARKER) & ~1;
  drawMouthMark(canvas, loudness, area);
  drawCaption(canvas, prompt, { bottom: track, scale: 1, maxLines: 3 });
  canvas.fill(0, track, across, down - track, BLACK);
  const places = Math.floor(across / MARKER);
  canvas.fillLuma((number % places) * MARKER, track, MARKER, MARKER, INK);
}
