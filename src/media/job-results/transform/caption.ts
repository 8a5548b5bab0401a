import { drawable, eachDot, GLYPH_HEIGHT, GLYPH_WIDTH, wrap } from '../font.js';
import type { ResultShape } from '../shape.js';

const LINES = 3;

/** A band along the bottom of a picture with text in it. */
export interface Caption {
  /** First row of the band. */
  top: number;
  /** One byte for each pixel of the band, row by row: 1 where there is ink. */
  ink: Uint8Array;
}

export function captionOf(text: string, { width, height }: ResultShape): Caption {
  const dot = Math.max(1, Math.round(Math.min(width, height) / 180));
  const columns = Math.max(4, Math.floor(width / dot / (GLYPH_WIDTH + 1)) - 1);
  const lines = wrap(drawable(text) || '(NO PROMPT)', columns, LINES);
  const lineHeight = (GLYPH_HEIGHT + 2) * dot;
  const rows = Math.min(height, lines.length * lineHeight + 2 * dot);
  const ink = new Uint8Array(width * rows);
  lines.forEach((line, index) => {
    eachDot(line, (x, y) => {
      const left = (x + 3) * dot;
      const top = 2 * dot + index * lineHeight + y * dot;
      for (let row = top; row < top + dot && row < rows; row++) {
        if (left + dot <= width) ink.fill(1, row * width + left, row * width + left + dot);
      }
    });
  });
  return { top: height - rows, ink };
}
