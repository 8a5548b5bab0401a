import { drawable, eachDot, GLYPH_HEIGHT, GLYPH_WIDTH, wrap } from '../job-results/font.js';

/** An 8-bit 4:2:0 picture: luma at full size, two chroma planes at half. Width and height are even. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly y: Uint8Array;
  readonly u: Uint8Array;
  readonly v: Uint8Array;
}

/** Limited range BT.601. */
export interface Colour {
  readonly y: number;
  readonly u: number;
  readonly v: number;
}

export const BLACK: Colour = { y: 16, u: 128, v: 128 };
export const WHITE: Colour = { y: 235, u: 128, v: 128 };

export function createPicture(width: number, height: number, colour: Colour = BLACK): Picture {
  const quarter = (width / 2) * (height / 2);
  return {
    width,
    height,
    y: new Uint8Array(width * height).fill(colour.y),
    u: new Uint8Array(quarter).fill(colour.u),
    v: new Uint8Array(quarter).fill(colour.v),
  };
}

/** A prompt's hue in degrees, the same in every run; an empty prompt has none. */
export function hueOf(prompt: string): number | undefined {
  if (prompt === '') return undefined;
  let hash = 2166136261;
  for (const character of prompt) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16777619);
  hash = Math.imul(hash ^ (hash >>> 15), 2246822507);
  return (hash >>> 8) % 360;
}

/** The chroma of a strong colour of that hue; of grey without one. */
export function chromaOf(hue: number | undefined): Pick<Colour, 'u' | 'v'> {
  if (hue === undefined) return { u: 128, v: 128 };
  const angle = (hue * Math.PI) / 180;
  return { u: Math.round(128 + 70 * Math.cos(angle)), v: Math.round(128 + 70 * Math.sin(angle)) };
}

/** Fills a rectangle; coordinates and sizes are made even, and cut at the picture's edge. */
function fillRect(
  picture: Picture,
  left: number,
  top: number,
  width: number,
  height: number,
  colour: Colour,
): void {
  const x0 = Math.max(left & ~1, 0);
  const y0 = Math.max(top & ~1, 0);
  const x1 = Math.min((left + width) & ~1, picture.width);
  const y1 = Math.min((top + height) & ~1, picture.height);
  if (x1 <= x0) return;
  for (let row = y0; row < y1; row++)
    picture.y.fill(colour.y, row * picture.width + x0, row * picture.width + x1);
  const half = picture.width / 2;
  for (let row = y0 / 2; row < y1 / 2; row++) {
    picture.u.fill(colour.u, row * half + x0 / 2, row * half + x1 / 2);
    picture.v.fill(colour.v, row * half + x0 / 2, row * half + x1 / 2);
  }
}

/** Draws one line of text; `scale` is the pixels a font dot takes. */
export function drawLine(
  picture: Picture,
  text: string,
  left: number,
  top: number,
  scale: number,
  colour: Colour,
): void {
  eachDot(drawable(text), (x, y) => {
    fillRect(picture, left + x * scale, top + y * scale, scale, scale, colour);
  });
}

/** Draws a text over as many lines as fit into `rows`, on a black plate so that it can be read on any picture. */
export function drawCaption(
  picture: Picture,
  text: string,
  bottom: number,
  scale: number,
  rows: number,
): void {
  const advance = (GLYPH_WIDTH + 1) * scale;
  const lineHeight = (GLYPH_HEIGHT + 2) * scale;
  const columns = Math.max(Math.floor((picture.width - 2 * scale) / advance), 4);
  const lines = wrap(drawable(text), columns, rows);
  if (lines.length === 0) return;
  const top = (bottom - lines.length * lineHeight) & ~1;
  fillRect(picture, 0, top - scale, picture.width, lines.length * lineHeight + scale, BLACK);
  lines.forEach((line, index) => drawLine(picture, line, 2 * scale, top + index * lineHeight, scale, WHITE));
}
