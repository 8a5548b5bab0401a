/** In pixels, as shown. */
export interface ResultShape {
  width: number;
  height: number;
}

/** The size of a job's result: what was asked for, in the even numbers that video in 4:2:0 needs. */
export function resultShape({ width, height }: ResultShape): ResultShape {
  const even = (side: number): number => Math.max(2, 2 * Math.round(side / 2));
  return { width: even(width), height: even(height) };
}
