import type { Price } from '../types.js';

/** Inferred: the API bills credits and publishes dollars. Apps mention one credit per second, which fits a model that costs a cent per second. */
export const creditsPerDollar = 100;

/**
 * The cost of an amount of seconds or images, in credits.
 * @param amount Seconds generated (fractions count), or images.
 */
export function costInCredits(
  price: Price,
  amount: number,
  options: { readonly fast?: boolean; readonly resolution?: string } = {},
): number {
  const plain = (options.resolution === '480p' ? price.at480p : undefined) ?? price.dollars;
  const dollars = (options.fast ? price.fast : undefined) ?? plain;
  // To a hundredth of a credit, so that sums of cents stay exact.
  return Math.round(dollars * amount * creditsPerDollar * 100) / 100;
}
