import type { AdapterEvent, CallOutcome } from './protocol.js';
import { invalidValue } from './validate.js';

/** A result with the events before it. */
export interface Finished {
  outcome: CallOutcome;
  /** Events of this call, in order. */
  events: AdapterEvent[];
  /** Real milliseconds from the call to its result. */
  ms: number;
}

interface Pending {
  op: string;
  resolve: (finished: Finished) => void;
  reject: (fault: Error) => void;
  began: number;
}

/** The most events of one adapter, in characters plus a fixed cost for each. No suite comes near it. */
const maxEventsSize = 64 * 1024 * 1024;
const eventCost = 500;

/** The calls of one adapter: pending, finished, and their events. Reports breaches of the protocol as sentences. */
export class Calls {
  readonly #pending = new Map<string, Pending>();
  readonly #finished = new Set<string>();
  /** All events, by the call or handle they belong to. */
  readonly #events = new Map<string, AdapterEvent[]>();
  #count = 0;
  #eventsSize = 0;

  constructor(private readonly reportFault: (fault: string) => void) {}

  /** Whether any call was answered so far. */
  get answered(): boolean {
    return this.#finished.size > 0;
  }

  nextId(): string {
    return `c${++this.#count}`;
  }

  /** Waits for the result of a call. Rejects when `abort` is called first. */
  waitFor(id: string, op: string): Promise<Finished> {
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { op, resolve, reject, began: performance.now() });
    });
  }

  /** The events of a call or a handle so far, in order. Grows. */
  eventsOf(on: string): AdapterEvent[] {
    const known = this.#events.get(on) ?? [];
    this.#events.set(on, known);
    return known;
  }

  /** Takes an event of `size` characters. False when the adapter has sent too many. */
  addEvent(event: AdapterEvent, size: number): boolean {
    this.#eventsSize += size + eventCost;
    if (this.#eventsSize > maxEventsSize) return false;
    const events = this.eventsOf(event.on);
    if (event.seq !== events.length)
      this.reportFault(
        `Event ${event.name} of ${event.on} has seq ${event.seq}, and ${events.length} was due.`,
      );
    if (this.#finished.has(event.on))
      this.reportFault(`Event ${event.name} came after the result of ${event.on}.`);
    events.push(event);
    return true;
  }

  /** Takes a result. */
  finish(id: string, outcome: CallOutcome): void {
    const pending = this.#pending.get(id);
    if (!pending) {
      const second = this.#finished.has(id);
      this.reportFault(second ? `A second result for ${id}.` : `A result for ${id}, which was never called.`);
      return;
    }
    this.#pending.delete(id);
    this.#finished.add(id);
    const invalid = outcome.outcome === 'ok' ? invalidValue(pending.op, outcome.value) : undefined;
    if (invalid !== undefined) this.reportFault(`${pending.op}: ${invalid}`);
    pending.resolve({ outcome, events: this.eventsOf(id), ms: performance.now() - pending.began });
  }

  /** Rejects everything that is pending. */
  abort(fault: Error): void {
    for (const { reject } of this.#pending.values()) reject(fault);
    this.#pending.clear();
  }
}
