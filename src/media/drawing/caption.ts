import type { Canvas } from './canvas.js';
import { BLACK, INK } from './colours.js';
import { drawable, drawText, GLYPH_WIDTH, LINE_HEIGHT, wrap } from './font.js';

/** Where a caption goes: all lengths in units of the canvas. */
export interface CaptionPlace {
  /** The row below the last line; even. */
  readonly bottom: number;
  /** Units a dot of the font. */
  readonly scale: number;
  readonly maxLines: number;
}

/** How many characters fit into a line. */
export const columnsOf = (across: number, scale: number): number =>
  Math.max(4, Math.floor((across - 2 * scale) / ((GLYPH_WIDTH + 1) * scale)));

/** Writes a text on a black plate across the canvas, so that it is legible on any picture. */
export function drawCaption(canvas: Canvas, text: string, { bottom, scale, maxLines }: CaptionPlace): void {
  const lines = wrap(drawable(text), columnsOf(canvas.across, scale), maxLines);
  if (lines.length === 0) return;
  const lineHeight = LINE_HEIGHT * scale;
  const top = (bottom - lines.length * lineHeight) & ~1;
  const plateTop = (top - scale) & ~1;
  canvas.fill(0, plateTop, canvas.across, bottom - plateTop, BLACK);
  lines.forEach((line, index) => drawText(canvas, line, 2 * scale, top + index * lineHeight, INK, scale));
}

/** Where a plate begins; all lengths in units of the canvas. */
export interface PlatePlace {
  readonly left: number;
  readonly top: number;
  /** Units a dot of the font. */
  readonly scale: number;
}

/** Writes one line on a black plate that is as long as the text. A text that does not fit ends in three dots. */
export function drawPlate(canvas: Canvas, text: string, { left, top, scale }: PlatePlace): void {
  const [line] = wrap(drawable(text), columnsOf(canvas.across - left, scale), 1);
  if (line === undefined) return;
  const even = (length: number): number => (length + 1) & ~1;
  const width = even(([...line].length * (GLYPH_WIDTH + 1) + 3) * scale);
  canvas.fill(left, top, width, even((LINE_HEIGHT + 2) * scale), BLACK);
  drawText(canvas, line, left + 2 * scale, top + 2 * scale, INK, scale);
}
