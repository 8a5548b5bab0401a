/** In pixels, as shown. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** The nearest size with the even sides that video in 4:2:0 needs. */
export function evenSize({ width, height }: PictureSize): PictureSize {
  const even = (side: number): number => Math.max(2, 2 * Math.round(side / 2));
  return { width: even(width), height: even(height) };
}
