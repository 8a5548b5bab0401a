import type { Difference } from './compare.js';

/** Differences that stay, and why. One that no longer occurs in a script that it names fails the tier. */
export interface Accepted {
  readonly scripts: readonly string[];
  /** `client sees subject` */
  readonly where: RegExp;
  readonly only: Difference['only'];
  readonly event: RegExp;
  readonly reason: string;
}

export const accepted: readonly Accepted[] = [];
