import type { Verdict } from './verdict.js';

/** Ends a case early with a verdict and its reason. runCase catches it. `not-applicable` comes from applicability.ts. */
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
