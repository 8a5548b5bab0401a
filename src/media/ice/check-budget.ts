import { now } from '../real-time.js';

/** Packets that may go at once, and then in a second, to an address that has not answered yet. Ours. */
const PER_SECOND = 100;
/** Addresses that are counted at a time. */
const MAX_ADDRESSES = 4_096;

interface Bucket {
  left: number;
  at: number;
}

/**
 * Limits the connectivity checks of all sessions together to each address that has not answered yet: a client that names
 * an address it does not own must not turn the server into a source of traffic for it.
 */
export class CheckBudget {
  readonly #buckets = new Map<string, Bucket>();

  /** Whether another packet may go to the address now. */
  take(address: string): boolean {
    const bucket = this.#bucket(address);
    if (!bucket) return false;
    const left = refilled(bucket);
    bucket.at = now();
    bucket.left = Math.max(0, left - 1);
    return left >= 1;
  }

  #bucket(address: string): Bucket | undefined {
    const known = this.#buckets.get(address);
    if (known) return known;
    if (this.#buckets.size >= MAX_ADDRESSES)
      for (const [each, bucket] of this.#buckets)
        if (refilled(bucket) >= PER_SECOND) this.#buckets.delete(each);
    if (this.#buckets.size >= MAX_ADDRESSES) return undefined;
    const bucket = { left: PER_SECOND, at: now() };
    this.#buckets.set(address, bucket);
    return bucket;
  }
}

const refilled = ({ left, at }: Bucket): number =>
  Math.min(PER_SECOND, left + ((now() - at) * PER_SECOND) / 1_000);
