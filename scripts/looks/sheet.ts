import { BLACK, INK, WHITE } from '../../src/media/drawing/colours.js';
import { drawable, drawText, GLYPH_WIDTH } from '../../src/media/drawing/font.js';
import { Picture } from '../../src/media/drawing/picture.js';
import { rgbaOf, type RgbaImage } from '../../src/media/drawing/rgb.js';
import { drawSprite, spriteOf } from '../../src/media/drawing/sprite.js';

export interface SheetCell {
  /** Two lines at most. */
  readonly label: readonly string[];
  /** Absent where the label is all there is to show. */
  readonly picture?: Picture | RgbaImage;
}

export interface SheetRow {
  readonly title: string;
  readonly cells: readonly SheetCell[];
}

const CELL = { width: 288, height: 162 };
const GAP = 12;
const TITLE = 40;
const LABEL = 40;
const ROW = TITLE + LABEL + CELL.height + GAP;
const TITLE_SCALE = 3;
const LABEL_SCALE = 2;
/** Behind a picture that does not fill its cell. */
const GROUND = { y: 60, cb: 128, cr: 128 };
const COLUMNS_OF_TEXT = Math.floor(CELL.width / ((GLYPH_WIDTH + 1) * LABEL_SCALE));

/** Draws rows of labelled pictures. @throws Error for a label that does not fit */
export function drawSheet(rows: readonly SheetRow[]): Picture {
  const columns = Math.max(...rows.map(({ cells }) => cells.length));
  const sheet = new Picture(GAP + columns * (CELL.width + GAP), GAP + rows.length * ROW);
  sheet.fill(0, 0, sheet.width, sheet.height, BLACK);
  rows.forEach(({ title, cells }, row) => {
    const top = GAP + row * ROW;
    drawText(sheet, drawable(title), GAP, top, WHITE.y, TITLE_SCALE);
    cells.forEach((cell, column) =>
      drawCell(sheet, cell, GAP + column * (CELL.width + GAP), top + TITLE - GAP),
    );
  });
  return sheet;
}

function drawCell(sheet: Picture, { label, picture }: SheetCell, left: number, top: number): void {
  label.forEach((line, index) => {
    if (line.length > COLUMNS_OF_TEXT) throw new Error(`The label "${line}" does not fit into its cell.`);
    drawText(sheet, drawable(line), left, top + index * 18, INK, LABEL_SCALE);
  });
  if (!picture) return;
  const { width, height } = picture;
  sheet.fill(left, top + LABEL, CELL.width, CELL.height, GROUND);
  const rgba = 'rgba' in picture ? picture.rgba : rgbaOf(picture);
  const sprite = spriteOf({ width, height, rgba }, CELL);
  const even = (length: number): number => 2 * Math.floor(length / 4);
  drawSprite(
    sheet,
    sprite,
    left + even(CELL.width - sprite.picture.width),
    top + LABEL + even(CELL.height - sprite.picture.height),
  );
}
