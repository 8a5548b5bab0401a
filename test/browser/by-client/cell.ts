import type { Evidence } from '../../../src/contract/evidence.js';

/** What an app sees in one scenario. With evidence other than `inferred` the live service shows the same. */
export interface Cell {
  readonly mock: string;
  readonly evidence: Evidence;
  /** Source of the fact, or the reason for a choice. */
  readonly because: string;
}

/** The mock shows what the facts say. */
export const known = (evidence: Exclude<Evidence, 'inferred'>, because: string, mock: string): Cell => ({
  mock,
  evidence,
  because,
});

/** No source says what the live service does, or not all of it: the mock's answer is a choice. */
export const chosen = (because: string, mock: string): Cell => ({ mock, evidence: 'inferred', because });
