import { createHash } from 'node:crypto';

/** Seeded random numbers: the same seed gives the same run. */
export interface CaseRandom {
  /** A number in [0, 1). */
  next(): number;
  /** An integer in [0, below). */
  int(below: number): number;
  /** A 32-bit seed for a library with its own generator. */
  seed(): number;
}

/** A generator for one case: independent of the order in which cases run. */
export function randomFor(seed: number, name: string): CaseRandom {
  let state = createHash('sha256').update(`${seed}/${name}`).digest().readUInt32LE(0);
  const next = () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
  return { next, int: (below) => Math.floor(next() * below), seed: () => Math.floor(next() * 2 ** 31) };
}
