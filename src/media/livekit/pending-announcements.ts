import { after, type StopTimer } from '../real-time.js';

/** At most this often a participant's changes are announced; ours. LiveKit gathers those of participants without tracks. */
const INTERVAL_MS = 50;

interface Interval {
  readonly stop: StopTimer;
  changed: boolean;
}

/**
 * Limits how often changes of a participant are announced. An announcement names everything known of its participant,
 * so one for each change would make the cost of a series of changes grow with its square.
 */
export class PendingAnnouncements<Key> {
  readonly #intervals = new Map<Key, Interval>();

  constructor(readonly announce: (key: Key) => void) {}

  /** Announces at once, or together with other changes at the end of the interval that runs. */
  changed(key: Key): void {
    const interval = this.#intervals.get(key);
    if (interval) interval.changed = true;
    else this.announceNow(key);
  }

  /** Announces at once, whatever interval runs. */
  announceNow(key: Key): void {
    this.drop(key);
    this.#intervals.set(key, { stop: after(INTERVAL_MS, () => this.#end(key)), changed: false });
    this.announce(key);
  }

  /** The participant left. */
  drop(key: Key): void {
    this.#intervals.get(key)?.stop();
    this.#intervals.delete(key);
  }

  #end(key: Key): void {
    const changed = this.#intervals.get(key)?.changed ?? false;
    this.#intervals.delete(key);
    if (changed) this.announceNow(key);
  }
}
