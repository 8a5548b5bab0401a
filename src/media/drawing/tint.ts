import { createHash } from 'node:crypto';
import { chromaOf, DEFAULT_SATURATION, type Chroma } from './colours.js';
import type { Picture } from './picture.js';

/** What the colour of a result depends on. Sessions have neither seed nor model here; jobs have both. */
export interface TintInput {
  readonly prompt: string;
  /** Digest of the reference image. */
  readonly reference?: string | undefined;
  readonly seed?: number;
  readonly model?: string;
}

/** Degrees, the same in every run and for jobs and sessions. Undefined without prompt and reference image. */
export function hueOf(prompt: string, reference?: string): number | undefined {
  const text = reference === undefined ? prompt : `${prompt}\0${reference}`;
  if (text === '') return undefined;
  let hash = 2166136261; // FNV-1a
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 16777619);
  hash = Math.imul(hash ^ (hash >>> 15), 2246822507);
  return (hash >>> 8) % 360;
}

/**
 * The tint of `transform`: prompt and reference image choose the hue; model and seed vary only its saturation, so that
 * two seeds differ and a session still looks like a job. Undefined keeps the picture's own colours.
 */
export function tintOf({ prompt, reference, seed, model }: TintInput): Chroma | undefined {
  const hue = hueOf(prompt, reference);
  if (hue === undefined) return undefined;
  return chromaOf(hue, seed === undefined ? DEFAULT_SATURATION : saturationOf(seed, model));
}

/** Within 14 of the default. */
function saturationOf(seed: number, model: string | undefined): number {
  const digest = createHash('sha256')
    .update(JSON.stringify([seed, model]))
    .digest();
  return DEFAULT_SATURATION - 14 + (digest.readUInt8(0) % 29);
}

/**
 * Gives a picture one hue, in place; its brightness stays. Mixing the tint with the picture's own colours would be
 * subtler, and invisible on strong ones: Chromium's fake camera is all one green. It also costs more than a fill.
 */
export function applyTint(picture: Picture, tint: Chroma | undefined): void {
  if (!tint) return;
  picture.cb.fill(tint.cb);
  picture.cr.fill(tint.cr);
}
