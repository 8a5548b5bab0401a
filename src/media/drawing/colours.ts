/** A colour as video stores it: YCbCr, BT.709, limited range. */
export interface Colour {
  readonly y: number;
  readonly cb: number;
  readonly cr: number;
}

export type Chroma = Pick<Colour, 'cb' | 'cr'>;

// Text and plates differ in brightness by multiples of 16, which the cell encoder carries without loss.
export const BLACK: Colour = { y: 16, cb: 128, cr: 128 };
export const INK = 224;
export const WHITE: Colour = { y: 235, cb: 128, cr: 128 };

/** Distance of a tint's chroma from grey, of 112 at most. */
export const DEFAULT_SATURATION = 70;

/** The chroma of a hue in degrees; grey without one. */
export function chromaOf(hue: number | undefined, saturation = DEFAULT_SATURATION): Chroma {
  if (hue === undefined) return { cb: 128, cr: 128 };
  const angle = (hue * Math.PI) / 180;
  return {
    cb: Math.round(128 + saturation * Math.cos(angle)),
    cr: Math.round(128 + saturation * Math.sin(angle)),
  };
}
