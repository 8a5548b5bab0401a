import { drawCaption, drawPlate } from './caption.js';
import { WHITE } from './colours.js';
import {
  borderOf,
  centred,
  drawBorder,
  insetLimits,
  insetMargin,
  insetPlace,
  subjectLimits,
  type Rectangle,
} from './places.js';
import type { Picture } from './picture.js';
import type { PictureSize } from './picture-size.js';
import { posterise } from './posterise.js';
import type { RgbaImage } from './rgb.js';
import { drawSprite, spriteOf, type Sprite } from './sprite.js';
import { applyTint } from './tint.js';
import { drawTrajectory } from './trajectory.js';
import type { TransformLook } from './transform-look.js';

interface Sprites extends PictureSize {
  readonly inset: Sprite;
  readonly garment: Sprite | undefined;
}

/** Gives pictures one look. Keeps the reference image at the sizes that it was drawn in last. */
export class LookPainter {
  #sprites: Sprites | undefined;

  constructor(readonly look: TransformLook) {}

  /** A painter of another look. The sizes of the reference image are kept if it stays the same. */
  withLook(look: TransformLook): LookPainter {
    const painter = new LookPainter(look);
    const { image, family } = this.look;
    if (look.image === image && look.family === family) painter.#sprites = this.#sprites;
    return painter;
  }

  /** Draws the look into a picture, in place. `seconds` is the picture's time from the start, for a trajectory. */
  paint(picture: Picture, seconds = 0): void {
    const { family, tint, caption, label, image, path } = this.look;
    const sprites = image && this.#spritesFor(image, picture);
    if (family === 'restyle') posterise(picture, tint);
    else applyTint(picture, tint);
    if (family === 'try-on') paintSubject(picture, sprites?.garment);
    if (family === 'motion' && path) drawTrajectory(picture, path.points, seconds * path.fps);
    if (sprites) {
      const box = insetPlace(picture, sprites.inset.picture);
      drawBorder(picture, box, borderOf(picture), WHITE);
      picture.fill(box.left, box.top, box.width, box.height, WHITE);
      drawSprite(picture, sprites.inset, box.left, box.top);
    }
    const scale = Math.max(Math.round(picture.width / 320), 1) * 2;
    const margin = insetMargin(picture);
    if (label !== undefined)
      drawPlate(picture, label, { left: margin, top: margin, scale: Math.max(2, Math.round(0.75 * scale)) });
    drawCaption(picture, caption, { bottom: picture.height - 4 * scale, scale, maxLines: 4 });
  }

  #spritesFor(image: RgbaImage, { width, height }: PictureSize): Sprites {
    const current = this.#sprites;
    if (current?.width === width && current.height === height) return current;
    const size = { width, height };
    const inset = spriteOf(image, insetLimits(size));
    const garment = this.look.family === 'try-on' ? spriteOf(image, subjectLimits(size)) : undefined;
    return (this.#sprites = { ...size, inset, garment });
  }
}

/** The garment in the middle of the picture, in a frame; an empty frame without one. */
function paintSubject(picture: Picture, garment: Sprite | undefined): void {
  const box: Rectangle = centred(picture, garment?.picture ?? subjectLimits(picture));
  drawBorder(picture, box, borderOf(picture), WHITE);
  if (garment) drawSprite(picture, garment, box.left, box.top);
}
