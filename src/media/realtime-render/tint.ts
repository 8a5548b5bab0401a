import { colourOf, type Picture } from './picture.js';

/** How much of the picture's own colour stays. */
const OWN_SHARE = 0.25;

/** Shifts a picture's colours towards a hue, in place; its light and dark stay. Without a hue nothing changes. */
export function tint(picture: Picture, hue: number | undefined): void {
  if (hue === undefined) return;
  const target = colourOf(hue);
  shift(picture.u, target.u);
  shift(picture.v, target.v);
}

function shift(plane: Uint8Array, target: number): void {
  const table = Uint8Array.from({ length: 256 }, (_, value) =>
    Math.round(value * OWN_SHARE + target * (1 - OWN_SHARE)),
  );
  for (let index = 0; index < plane.length; index++) plane[index] = table[plane[index] ?? 0] ?? 0;
}
