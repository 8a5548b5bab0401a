import type { QuotaView } from '../../contract/control-types.js';

/** A slot of an organisation's concurrency quota. It stays taken for a while after its session ended. */
interface Slot {
  readonly now: () => number;
  /** Epoch ms at which it is free again; undefined while the session runs. */
  freeAt?: number;
}

/** How long a slot stays taken after its session ended, by how it ended (facts: api.md 3.5, ms). */
const HOLD_MS = { clean: 5_000, crash: 45_000 } as const;

export type SessionEnd = keyof typeof HOLD_MS;

export interface QuotaState {
  readonly limit: number | null;
  /** Slots of ended sessions. `freeAt` in epoch ms. */
  readonly held: readonly { readonly id: string; readonly freeAt: number }[];
}

/**
 * How many realtime sessions an organisation may run at once. Checked once, when a client connects; it never ends a
 * running session.
 */
export class Quota {
  readonly #slots = new Map<string, Slot>();

  constructor(public limit: number | null) {}

  /** @returns false when all slots are taken. `now` reads the clock of the session's account. */
  acquire(sessionId: string, now: () => number): boolean {
    if (this.limit !== null && this.active() >= this.limit) return false;
    this.#slots.set(sessionId, { now });
    return true;
  }

  release(sessionId: string, end: SessionEnd): void {
    const slot = this.#slots.get(sessionId);
    if (slot) slot.freeAt = slot.now() + HOLD_MS[end];
  }

  /** Frees a slot at once: its session did not start. */
  cancel(sessionId: string): void {
    this.#slots.delete(sessionId);
  }

  /** Frees the slots of an account that was dropped; its clock will not move any more. */
  releaseAll(owner: () => number): void {
    for (const [id, { now }] of this.#slots) if (now === owner) this.#slots.delete(id);
  }

  active(): number {
    for (const [id, slot] of this.#slots) {
      if (slot.freeAt !== undefined && slot.freeAt <= slot.now()) this.#slots.delete(id);
    }
    return this.#slots.size;
  }

  /** Free slots; Infinity without a limit. */
  free(): number {
    return this.limit === null ? Infinity : this.limit - this.active();
  }

  /** For a snapshot: the limit, and the slots of ended sessions. Running sessions cannot be saved. */
  save(): QuotaState {
    this.active();
    const held = [...this.#slots].flatMap(([id, { freeAt }]) =>
      freeAt === undefined ? [] : [{ id, freeAt }],
    );
    return { limit: this.limit, held };
  }

  load({ limit, held }: QuotaState, now: () => number): void {
    this.limit = limit;
    this.#slots.clear();
    for (const { id, freeAt } of held) this.#slots.set(id, { now, freeAt });
  }

  /** The answer of `GET /v1/realtime/quota`. All null means unlimited. */
  view(): QuotaView {
    if (this.limit === null) return { limit: null, active: null, remaining: null };
    const active = this.active();
    return { limit: this.limit, active, remaining: Math.max(this.limit - active, 0) };
  }
}
