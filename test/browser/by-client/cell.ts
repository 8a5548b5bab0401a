import type { Evidence } from '../../../src/contract/evidence.js';

/** What an app sees in one scenario: with the mock, and on the live service as far as that is known. */
export interface Cell {
  readonly mock: string;
  /** What the source says it sees live; absent when no source tells. */
  readonly live?: string;
  readonly evidence: Evidence;
  /** Public source of the fact (sources.ts), or the reason for a difference or a choice. */
  readonly because: string;
}

/** The mock shows what the source says. */
export const known = (evidence: Exclude<Evidence, 'inferred'>, because: string, seen: string): Cell => ({
  mock: seen,
  live: seen,
  evidence,
  because,
});

/** No source says what the live service does, or not all of it: the mock's answer is a choice. */
export const chosen = (because: string, mock: string): Cell => ({ mock, evidence: 'inferred', because });

/** The mock shows something else than the live service, for a reason. */
export const differs = (
  evidence: Exclude<Evidence, 'inferred'>,
  because: string,
  { mock, live }: { readonly mock: string; readonly live: string },
): Cell => {
  if (mock === live) throw new Error(`A cell is listed as a difference, but both sides are "${mock}".`);
  return { mock, live, evidence, because };
};
