import { CellPicture, type Colour } from './cell-picture.js';
import { fingerprint } from './fingerprint.js';
import { drawable, GLYPH_HEIGHT, GLYPH_WIDTH, wrap, write } from './font.js';
import type { RenderJob } from './types.js';

// Brightness differs by multiples of 16 everywhere: the encoder carries that without loss.
const DARK: Colour = { y: 32, cb: 128, cr: 128 };
const INK = 224;
const FAINT = 128;

/** All in luma cells. */
const TILE = 16;
const MARGIN = 4;
const LINE = GLYPH_HEIGHT + 2;
const HEADER = 2 * LINE + 2 + MARGIN;
const TRACK = 8;

/** Four colours of different brightness, hues spread from a starting point. */
function palette(marks: Buffer): Colour[] {
  return [80, 112, 144, 176].map((y, index) => {
    const angle = ((marks.readUInt8(0) / 256 + index * (0.1 + marks.readUInt8(1) / 1000)) % 1) * 2 * Math.PI;
    const part = (value: number): number => 128 + 4 * Math.round(value * 14);
    return { y, cb: part(Math.cos(angle)), cr: part(Math.sin(angle)) };
  });
}

/** Where the moving parts of a card are. */
export interface Card {
  picture: CellPicture;
  /** Moves the card on to a frame of a clip; does nothing on a picture without a track. */
  show(frame: number, frames: number): void;
}

/**
 * Draws the card of a job: a mirrored mosaic of the job's own, its model, seed and id above, its prompt below.
 *
 * A clip also has a track with a running marker and a frame count.
 */
export function drawCard(job: RenderJob, width: number, height: number): Card {
  const picture = new CellPicture(width, height);
  const { across, down } = picture;
  const marks = fingerprint(job);
  const colours = palette(marks);
  const columns = Math.ceil(across / TILE);
  for (let row = 0; row * TILE < down; row++) {
    for (let column = 0; column < columns; column++) {
      const mirrored = Math.min(column, columns - 1 - column);
      const mark = marks.readUInt8(2 + ((row * 7 + mirrored * 5) % 30)) >> ((row + mirrored) % 4);
      const colour = colours[mark & 3];
      if (colour) picture.fill(column * TILE, row * TILE, TILE, TILE, colour);
    }
  }

  const room = Math.floor((across - 2 * MARGIN) / (GLYPH_WIDTH + 1));
  picture.fill(0, 0, across, HEADER, DARK);
  write(picture, wrap(drawable(`${job.model}  seed ${job.seed}`), room, 1)[0] ?? '', MARGIN, 3, INK);
  write(picture, wrap(drawable(job.jobId), room, 1)[0] ?? '', MARGIN, 3 + LINE, FAINT);

  const text = drawable(job.prompt) || '(NO PROMPT)';
  const large = wrap(text, Math.floor(room / 2), 4);
  const scale = large.at(-1)?.endsWith('...') ? 1 : 2;
  const lines = scale === 2 ? large : wrap(text, room, 8);
  const footer = Math.ceil((lines.length * LINE * scale + MARGIN) / 4) * 4;
  const top = down - footer;
  picture.fill(0, top, across, footer + 4, DARK);
  lines.forEach((line, index) => write(picture, line, MARGIN, top + 3 + index * LINE * scale, INK, scale));
  if (job.kind === 'image') return { picture, show: () => undefined };

  const track = top - TRACK;
  picture.fill(0, track, across, TRACK, DARK);
  const span = across - 2 * MARGIN - TRACK;
  let marker = MARGIN;
  let count = '';
  return {
    picture,
    show(frame, frames) {
      const next = `${frame + 1}/${frames}`.padStart(11);
      const left = across - MARGIN - next.length * (GLYPH_WIDTH + 1);
      write(picture, count, left, 3 + LINE, DARK.y);
      write(picture, next, left, 3 + LINE, INK);
      count = next;
      picture.fill(marker, track + 1, TRACK, TRACK - 2, DARK);
      marker = MARGIN + Math.round((span * frame) / Math.max(1, frames - 1));
      for (let y = 1; y < TRACK - 1; y++) {
        for (let x = 0; x < TRACK; x++) picture.light(marker + x, track + y, INK);
      }
    },
  };
}
