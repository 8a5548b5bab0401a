import { chromaOf, type Picture } from './picture.js';

/**
 * Gives a picture one hue, in place; its light and dark stay. Without a hue nothing changes. Mixing the hue with the
 * picture's own colours would be subtler, and invisible on strong ones: Chromium's fake camera is all of one green.
 */
export function tint(picture: Picture, hue: number | undefined): void {
  if (hue === undefined) return;
  const { u, v } = chromaOf(hue);
  picture.u.fill(u);
  picture.v.fill(v);
}
