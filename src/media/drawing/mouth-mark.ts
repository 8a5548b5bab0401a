import type { Canvas } from './canvas.js';
import { BLACK, INK } from './colours.js';
import type { PictureSize } from './picture-size.js';

/** How far the mouth can open; 0 is shut. */
export const MOUTH_STEPS = 8;

/** Part of a canvas in its units. Use even numbers. */
export interface CanvasArea extends PictureSize {
  readonly left: number;
  readonly top: number;
}

/** Where the mark is drawn, in units of the canvas. */
interface MouthPlace extends CanvasArea {
  /** Height of one step. */
  readonly step: number;
}

const even = (value: number): number => 2 * Math.round(value / 2);

/** A loudness of 0 to 1 as a number of steps. */
export const mouthLevelOf = (loudness: number): number =>
  Math.round(MOUTH_STEPS * Math.min(1, Math.max(0, loudness)));

/**
 * Draws a mouth that opens with loudness (0 to 1) in steps: a black plate in the lower half of the area, and a white
 * bar across it, whose height is the level. Black and white only, so that swapped colour channels do not matter.
 */
export function drawMouthMark(canvas: Canvas, loudness: number, area?: CanvasArea): void {
  const { left, top, width, height, step } = placeIn(area ?? wholeOf(canvas));
  const level = mouthLevelOf(loudness);
  const open = level === 0 ? Math.max(1, step >> 2) : level * step;
  const edge = step >> 1;
  canvas.fill(left, top, width, height, BLACK);
  canvas.fillLuma(left + edge, top + ((height - open) >> 1), width - 2 * edge, open, INK);
}

const wholeOf = ({ across, down }: Canvas): CanvasArea => ({ left: 0, top: 0, width: across, height: down });

function placeIn({ left, top, width, height }: CanvasArea): MouthPlace {
  const step = Math.max(2, even(height / 48));
  const plate = { width: even(width / 4), height: (MOUTH_STEPS + 1) * step };
  return {
    ...plate,
    step,
    left: left + even((width - plate.width) / 2),
    top: top + even(height * 0.72 - plate.height / 2),
  };
}
