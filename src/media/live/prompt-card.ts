import { CellEncoder } from '../codecs/h264/cell-encoder.js';
import { pictureParameterSet, sequenceParameterSet } from '../codecs/h264/parameter-sets.js';
import { CELL, CellPicture, type Colour } from '../job-results/cell-picture.js';
import { drawable, GLYPH_HEIGHT, GLYPH_WIDTH, wrap, write } from '../job-results/font.js';
import { caption, type Direction } from './paint.js';
import { createPicture, hueOf, chromaOf, type Picture } from './picture.js';

// Brightness differs by multiples of 16 everywhere: the encoder carries that without loss.
const GROUND = 112;
const PLATE: Colour = { y: 16, cb: 128, cr: 128 };
const INK = 224;

/** All in cells. */
const MARGIN = 4;
const LINE = GLYPH_HEIGHT + 2;
const RUNNER = 4;
const MAX_LINES = 5;

/** A card of the prompt's colour with the prompt on it, and a block that runs along its bottom: frames flow. */
export class PromptCard {
  readonly #picture: CellPicture;
  readonly #encoder: CellEncoder;
  readonly #parameterSets: readonly Buffer[];
  #step = 0;

  /** `width` and `height` in pixels, even numbers. */
  constructor(width: number, height: number, framesPerSecond = 10) {
    this.#picture = new CellPicture(width, height);
    this.#encoder = new CellEncoder(this.#picture);
    this.#parameterSets = [sequenceParameterSet(width, height, framesPerSecond), pictureParameterSet()];
  }

  draw({ prompt, image }: Direction): void {
    const picture = this.#picture;
    const { across, down } = picture;
    const { u: cb, v: cr } = chromaOf(hueOf(prompt));
    picture.fill(0, 0, 4 * picture.columns, 4 * picture.rows, { y: GROUND, cb, cr });
    write(picture, 'DECART-MOCK TEST CARD', MARGIN, MARGIN, INK);
    write(picture, drawable(image ?? 'NO IMAGE'), MARGIN, MARGIN + LINE, INK);
    const columns = Math.max(Math.floor((across - 2 * MARGIN) / (GLYPH_WIDTH + 1)), 4);
    const lines = wrap(drawable(caption(prompt)), columns, MAX_LINES);
    const top = (down - 3 * RUNNER - lines.length * LINE) & ~1;
    picture.fill(0, top - 2, across, lines.length * LINE + 2, PLATE);
    lines.forEach((line, index) => write(picture, line, MARGIN, top + index * LINE, INK));
  }

  /** Moves the block on. */
  advance(): void {
    this.#runner(GROUND);
    this.#step++;
    this.#runner(INK);
  }

  /** NAL units of the card as it is; `key`: such as need no earlier frame, and the first must. */
  encode(key: boolean): Buffer[] {
    const slice = this.#encoder.encode(this.#picture, key);
    return key ? [...this.#parameterSets, slice] : [slice];
  }

  /** The card as pixels. */
  pixels(): Picture {
    const { width, height, columns, y, cb, cr } = this.#picture;
    const picture = createPicture(width, height);
    spread(y, 4 * columns, CELL, picture.y, width);
    spread(cb, 2 * columns, CELL, picture.u, width / 2);
    spread(cr, 2 * columns, CELL, picture.v, width / 2);
    return picture;
  }

  #runner(luma: number): void {
    const { across, down } = this.#picture;
    const left = (this.#step % Math.floor(across / RUNNER)) * RUNNER;
    const top = (Math.floor(down / RUNNER) - 1) * RUNNER;
    for (let y = 0; y < RUNNER; y++)
      for (let x = 0; x < RUNNER; x++) this.#picture.light(left + x, top + y, luma);
  }
}

/** Spreads each cell of a plane over `size` by `size` samples. */
function spread(cells: Uint8Array, stride: number, size: number, plane: Uint8Array, width: number): void {
  for (let at = 0; at < plane.length; at++) {
    const row = Math.floor(at / width);
    plane[at] = cells[Math.floor(row / size) * stride + Math.floor((at - row * width) / size)] ?? 0;
  }
}

/** NAL units of a black picture that needs no other. */
export function blackPicture(width: number, height: number): Buffer[] {
  const picture = new CellPicture(width, height);
  picture.fill(0, 0, 4 * picture.columns, 4 * picture.rows, PLATE);
  const slice = new CellEncoder(picture).encode(picture, true);
  return [sequenceParameterSet(width, height, 10), pictureParameterSet(), slice];
}
