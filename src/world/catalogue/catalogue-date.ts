import type { Clock } from '../time/clock.js';

/**
 * The date that decides which models an account sees as served. `--as-of` sets it; from there it moves with the
 * account's clock. Without `--as-of` it is the clock's own time.
 */
export class CatalogueDate {
  readonly #shift: number;

  /** @param asOf epoch ms */
  constructor(
    readonly clock: Clock,
    asOf: number | undefined,
  ) {
    this.#shift = asOf === undefined ? 0 : asOf - clock.now();
  }

  /** Epoch ms. */
  now(): number {
    return this.clock.now() + this.#shift;
  }
}
