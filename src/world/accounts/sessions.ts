import type { Random } from '../random/random.js';
import { SessionCapacity } from '../queueing/session-capacity.js';

/** How far a realtime session has come. */
export type SessionStage = 'admitted' | 'queued' | 'joined' | 'generating' | 'ended';

/** How a client talks to its session: LiveKit, WebRTC on the control socket, or WebRTC set up over HTTP. */
export type Dialect = 'livekit' | 'direct' | 'http';

/** One realtime session, as far as others may look into it. Times in epoch ms on the account's clock. */
export interface SessionRecord {
  readonly id: string;
  /** Canonical name. */
  readonly model: string;
  readonly startedAt: number;
  /** Undefined until the client's first message tells. */
  dialect?: Dialect;
  stage: SessionStage;
  /** Generated and billed so far. */
  seconds: number;
  credits: number;
  endedAt?: number;
  endReason?: string;
}

interface Live {
  readonly record: SessionRecord;
  readonly stop: () => void;
}

/** An account's realtime sessions: those that run, and the last that did. */
export class Sessions {
  readonly capacity: SessionCapacity;
  readonly #live = new Map<string, Live>();
  readonly #ended: SessionRecord[] = [];

  constructor(
    readonly random: Random,
    /** Ended sessions that are kept. */
    readonly maxEnded: number,
    /** Sessions that can generate at once; the others queue. Default as many as come. */
    capacity?: number,
  ) {
    this.capacity = new SessionCapacity(capacity);
  }

  newId(): string {
    return `sess_${this.random.id(20)}`;
  }

  /** `stop` is called when the account is reset under the session. */
  open(record: SessionRecord, stop: () => void): void {
    this.#live.set(record.id, { record, stop });
  }

  close(id: string): void {
    const live = this.#live.get(id);
    if (!live) return;
    this.#live.delete(id);
    this.capacity.leave(id);
    this.#ended.push(live.record);
    if (this.#ended.length > this.maxEnded) this.#ended.shift();
  }

  /** Sessions that run. */
  get active(): number {
    return this.#live.size;
  }

  /** Ended ones first, each in the order in which they ended or began. */
  list(): readonly SessionRecord[] {
    return [...this.#ended, ...[...this.#live.values()].map(({ record }) => record)];
  }

  get(id: string): SessionRecord | undefined {
    return this.#live.get(id)?.record ?? this.#ended.find((record) => record.id === id);
  }

  clear(): void {
    for (const { stop } of [...this.#live.values()]) stop();
    this.#live.clear();
    this.#ended.length = 0;
  }
}
