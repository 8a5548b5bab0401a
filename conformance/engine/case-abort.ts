import type { Verdict } from './verdict.js';

/** Ends a case early with a verdict and its reason. Thrown by the context's own helpers, caught by runCase. */
export class CaseAbort extends Error {
  constructor(
    readonly verdict: Extract<
      Verdict,
      'not-exercised' | 'not-applicable' | 'not-supported' | 'inconclusive' | 'hung' | 'crashed'
    >,
    reason: string,
  ) {
    super(reason);
  }
}
