import { CellEncoder } from '../codecs/h264/cell-encoder.js';
import { pictureParameterSet, sequenceParameterSet } from '../codecs/h264/parameter-sets.js';
import { CellPicture } from '../drawing/cell-picture.js';
import { BLACK, chromaOf } from '../drawing/colours.js';
import type { Picture } from '../drawing/picture.js';
import { TestCard } from '../drawing/test-card.js';
import { labelOf, type ReferenceImage } from '../drawing/transform-look.js';
import { tintOf } from '../drawing/tint.js';

const GROUND_LUMA = 112;
/** Cells the marker moves with each frame: a macroblock, so that few change. */
const STEP = 4;

export interface SessionCardInput {
  readonly prompt: string;
  readonly reference: ReferenceImage | undefined;
}

/** The test card of a session: its ground has the tint that `transform` would apply, its marker shows that frames flow. */
export class SessionCard {
  readonly #picture: CellPicture;
  readonly #card: TestCard;
  readonly #encoder: CellEncoder;
  readonly #parameterSets: readonly Buffer[];
  #frame = 0;

  /** `width` and `height` in pixels, even numbers. */
  constructor(width: number, height: number, framesPerSecond = 10) {
    this.#picture = new CellPicture(width, height);
    this.#card = new TestCard(this.#picture);
    this.#encoder = new CellEncoder(this.#picture);
    this.#parameterSets = [sequenceParameterSet(width, height, framesPerSecond), pictureParameterSet()];
  }

  draw({ prompt, reference }: SessionCardInput): void {
    const tint = tintOf({ prompt, reference: reference?.digest }) ?? chromaOf(undefined);
    this.#picture.fillAll({ y: GROUND_LUMA, ...tint });
    const detail = reference ? labelOf(reference) : 'no image';
    this.#card.draw({ heading: 'decart-mock test card', detail, prompt });
  }

  /** Moves the marker by one frame. */
  advance(): void {
    const steps = Math.max(2, Math.floor(this.#picture.across / STEP));
    this.#frame = (this.#frame + 1) % steps;
    this.#card.advance(this.#frame / (steps - 1));
  }

  /** NAL units of the current card. With `key` they need no earlier frame; the first frame must have it. */
  encode(key: boolean): Buffer[] {
    const slice = this.#encoder.encode(this.#picture, key);
    return key ? [...this.#parameterSets, slice] : [slice];
  }

  pixels(): Picture {
    return this.#picture.pixels();
  }
}

/** NAL units of a black key frame. */
export function encodeBlack(width: number, height: number): Buffer[] {
  const picture = new CellPicture(width, height);
  picture.fillAll(BLACK);
  const slice = new CellEncoder(picture).encode(picture, true);
  return [sequenceParameterSet(width, height, 10), pictureParameterSet(), slice];
}
