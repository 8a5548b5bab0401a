const reported = new Set<string>();

/**
 * Prints why tests are skipped, once for each reason: `describe.skipIf(reportSkip(noBrowser()))`. False without a
 * reason: the tests run.
 */
export function reportSkip(reason: string | undefined): boolean {
  if (reason === undefined) return false;
  if (!reported.has(reason)) console.warn(`Skipped: ${reason}.`);
  reported.add(reason);
  return true;
}
