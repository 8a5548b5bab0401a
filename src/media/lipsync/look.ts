import type { RendererName } from '../choose-renderers.js';
import type { Canvas } from '../drawing/canvas.js';
import { drawCaption } from '../drawing/caption.js';
import { BLACK, INK } from '../drawing/colours.js';
import { drawMouthMark } from '../drawing/mouth-mark.js';

/** What a picture shows of its sound. */
export interface LipsyncLook {
  /** Number of the picture in its session, from 0. */
  readonly number: number;
  /** Of each picture of the chunk, 0 to 1. */
  readonly loudness: readonly number[];
  /** Which picture of the chunk this is, from 0. */
  readonly index: number;
}

/** Brightness of the test card's ground, and of the bars of other pictures in the meter. */
const GROUND: typeof BLACK = { y: 112, cb: 128, cr: 128 };
const PAST = 128;
/** The meter's height as a share of the picture's. */
const METER_SHARE = 12;
/** From this width on, text has two pixels a dot for each further one. */
const TEXT_WIDTH = 160;

/** Draws the look of a renderer. Grey only: Python and sidekick swap red and blue (facts: lipsync-and-avatar.md 1.5). */
export function drawLook(canvas: Canvas, renderer: RendererName, look: LipsyncLook): void {
  const { across, down } = canvas;
  if (renderer === 'testcard') {
    canvas.fill(0, 0, across, down, GROUND);
    const scale = Math.max(1, Math.floor(across / TEXT_WIDTH));
    const bottom = Math.floor(down / 4) & ~1;
    drawCaption(canvas, `decart-mock lip sync picture ${look.number}`, { bottom, scale, maxLines: 3 });
  }
  if (renderer === 'transform') drawMeter(canvas, look);
  drawMouthMark(canvas, look.loudness[look.index] ?? 0);
}

/** A bar for each picture of the chunk along the bottom, as high as its sound is loud; this picture's bar is white. */
function drawMeter(canvas: Canvas, { loudness, index }: LipsyncLook): void {
  const { across, down } = canvas;
  const height = Math.max(2, Math.floor(down / METER_SHARE));
  canvas.fill(0, down - height, across, height, BLACK);
  loudness.forEach((level, at) => {
    const left = Math.floor((across * at) / loudness.length);
    const right = Math.floor((across * (at + 1)) / loudness.length);
    const bar = Math.max(1, Math.round(height * level));
    canvas.fillLuma(left, down - bar, Math.max(1, right - left - 1), bar, at === index ? INK : PAST);
  });
}
