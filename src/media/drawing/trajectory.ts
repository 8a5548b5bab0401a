import { chromaOf, WHITE, type Colour } from './colours.js';
import type { PictureSize } from './picture-size.js';
import type { Picture } from './picture.js';

/** Where the anchor is at a frame; `x` and `y` are fractions of the picture, larger ones lie outside. */
export interface PathPoint {
  readonly frame: number;
  readonly x: number;
  readonly y: number;
}

/** The path of a motion job, and the rate that its frames count by. */
export interface MotionPath {
  readonly points: readonly PathPoint[];
  readonly fps: number;
}

/** Yellow, which stands out from black and from white. */
export const PATH_COLOUR: Colour = { y: 200, ...chromaOf(185, 100) };

/** The anchor at a frame, between the points around it on a straight line. Undefined without points. */
export function anchorAt(points: readonly PathPoint[], frame: number): PathPoint | undefined {
  const next = points.findIndex((point) => point.frame > frame);
  const [from, to] = [points.at(next === -1 ? -1 : Math.max(0, next - 1)), points[next]];
  if (!from || !to || to.frame <= from.frame) return from;
  const share = Math.max(0, (frame - from.frame) / (to.frame - from.frame));
  return { frame, x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}

/** Draws the path up to a frame and a ring around the anchor, in place. Points are taken in the order of their frames. */
export function drawTrajectory(picture: Picture, path: readonly PathPoint[], frame: number): void {
  const points = path.map(nearPicture).sort((a, b) => a.frame - b.frame);
  const anchor = anchorAt(points, frame);
  if (!anchor) return;
  const thickness = Math.max(4, 2 * Math.round(Math.max(picture.width, picture.height) / 240));
  const travelled = [...points.filter((point) => point.frame <= frame), anchor];
  const length = travelled.reduce(
    (sum, to, index) => sum + distance(picture, travelled[index - 1] ?? to, to),
    0,
  );
  const spacing = Math.max(thickness / 2, length / MAX_SQUARES);
  travelled.forEach((point, index) => {
    drawLine(picture, travelled[index - 1] ?? point, point, { thickness, spacing });
    if (index < travelled.length - 1) drawSquare(picture, point, 2 * thickness, PATH_COLOUR);
  });
  drawSquare(picture, anchor, 4 * thickness, PATH_COLOUR);
  drawSquare(picture, anchor, 2 * thickness, WHITE);
}

/** A line is a row of squares. A path of a thousand far points becomes dotted, so that it costs no more than others. */
const MAX_SQUARES = 2_000;

/** The longer way of the two, across or down, in pixels. */
const distance = ({ width, height }: PictureSize, from: PathPoint, to: PathPoint): number =>
  Math.max(Math.abs(to.x - from.x) * width, Math.abs(to.y - from.y) * height);

function drawLine(
  picture: Picture,
  from: PathPoint,
  to: PathPoint,
  { thickness, spacing }: { readonly thickness: number; readonly spacing: number },
): void {
  const steps = Math.ceil(distance(picture, from, to) / spacing);
  for (let step = 1; step <= steps; step++) {
    const share = step / steps;
    const [x, y] = [from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share];
    drawSquare(picture, { x, y }, thickness, PATH_COLOUR);
  }
}

/** A point far outside must not cost more than one just outside. */
const nearPicture = ({ frame, x, y }: PathPoint): PathPoint => ({
  frame,
  x: Math.min(x, 1.5),
  y: Math.min(y, 1.5),
});

function drawSquare(
  picture: Picture,
  { x, y }: Pick<PathPoint, 'x' | 'y'>,
  side: number,
  colour: Colour,
): void {
  const left = Math.round((x * picture.width - side / 2) / 2) * 2;
  const top = Math.round((y * picture.height - side / 2) / 2) * 2;
  picture.fill(left, top, side, side, colour);
}
