/** In pixels, as shown. */
export interface Shape {
  width: number;
  height: number;
}

/** The size of a job's result: what was asked for, in the even numbers that video in 4:2:0 needs. */
export function resultShape({ width, height }: Shape): Shape {
  const even = (side: number): number => Math.max(2, 2 * Math.round(side / 2));
  return { width: even(width), height: even(height) };
}
