import { columnsOf, drawCaption } from './caption.js';
import type { CellPicture } from './cell-picture.js';
import { BLACK, INK } from './colours.js';
import { drawable, drawText, GLYPH_WIDTH, LINE_HEIGHT, wrap } from './font.js';
import { captionOf, shortDigest } from './transform-look.js';

export interface CardText {
  readonly heading: string;
  readonly detail: string;
  /** Further lines about what the client sent; see `digestLines`. */
  readonly digests?: readonly string[];
  readonly prompt: string;
}

// All in cells.
const MARGIN = 4;
const HEADING_TOP = 3;
const DETAIL_TOP = HEADING_TOP + LINE_HEIGHT;
/** Height of the lines at the top with the space around them. */
export const headerHeight = ({ digests = [] }: CardText): number =>
  (2 + digests.length) * LINE_HEIGHT + 2 + MARGIN;
/** Side of the marker that runs along the bottom. */
const MARKER = 4;
/** From this width on text takes two cells a dot. */
const WIDE = 240;

/** Names an input and a reference image by the first digits of their SHA-256, each in a line; none for text alone. */
export const digestLines = (input: string | undefined, reference: string | undefined): string[] =>
  Object.entries({ input, reference }).flatMap(([name, digest]) =>
    digest === undefined ? [] : [`${name} ${shortDigest(digest)}`],
  );

/**
 * The test card of jobs and sessions: lines at the top, the prompt at the bottom, and below it a marker that moves
 * with each frame. The ground is the caller's: a job's mosaic shows its seed, a session's flat colour is its tint.
 */
export class TestCard {
  #marker = 0;
  #count = '';

  constructor(readonly picture: CellPicture) {}

  /** Draws everything but the marker over the picture's ground. */
  draw({ heading, detail, digests = [], prompt }: CardText): void {
    const { picture } = this;
    const { across, down } = picture;
    const columns = columnsOf(across - MARGIN, 1);
    const firstLine = (text: string): string => wrap(drawable(text), columns, 1)[0] ?? '';
    drawText(picture, firstLine(heading), MARGIN, HEADING_TOP, INK);
    drawText(picture, firstLine(detail), MARGIN, DETAIL_TOP, INK);
    digests.forEach((line, index) =>
      drawText(picture, firstLine(line), MARGIN, DETAIL_TOP + (index + 1) * LINE_HEIGHT, INK),
    );
    this.#count = '';

    const track = (down - MARKER) & ~1;
    const text = drawable(captionOf(prompt));
    const scale = across >= WIDE && wrap(text, columnsOf(across, 2), 5).length <= 4 ? 2 : 1;
    drawCaption(picture, text, { bottom: track, scale, maxLines: scale === 2 ? 4 : 8 });
    picture.fill(0, track, across, 2 * MARKER, BLACK);
  }

  /** Moves the marker to a share of its way, 0 to 1, and replaces the count in the corner. */
  advance(share: number, count = ''): void {
    const { picture } = this;
    const { across, down } = picture;
    const top = down - MARKER;
    picture.fillLuma(this.#marker, top, MARKER, MARKER, BLACK.y);
    this.#marker = Math.round((across - MARKER) * share);
    picture.fillLuma(this.#marker, top, MARKER, MARKER, INK);
    const left = (text: string): number => across - MARGIN - text.length * (GLYPH_WIDTH + 1);
    drawText(picture, this.#count, left(this.#count), DETAIL_TOP, BLACK.y);
    drawText(picture, count, left(count), DETAIL_TOP, INK);
    this.#count = count;
  }
}
