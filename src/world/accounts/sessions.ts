import type { Random } from '../random/random.js';
import type { TextShare } from '../text/text-budget.js';
import { textBytes } from '../text/value-bytes.js';
import { SessionCapacity } from '../queueing/session-capacity.js';

/** Stage of a realtime session. */
export type SessionStage = 'admitted' | 'queued' | 'joined' | 'generating' | 'ended';

/** How a client signals: LiveKit, WebRTC over the control socket, WebRTC over HTTP, or pictures on a LipSync socket. */
export type Dialect = 'livekit' | 'direct' | 'http' | 'lipsync';

/** What is kept of a realtime session. Times in epoch ms on the account's clock. */
export interface SessionRecord {
  readonly id: string;
  /** Canonical name. */
  readonly model: string;
  readonly startedAt: number;
  /** Undefined until the client's first message. */
  dialect?: Dialect;
  stage: SessionStage;
  /** Seconds generated and billed so far. */
  seconds: number;
  credits: number;
  /** Its token had reached `maxSessionDuration` before: it never generates, and takes no slot. */
  readonly capped?: true;
  endedAt?: number;
  endReason?: string;
}

/** A session that runs. */
export interface LiveSession {
  readonly record: SessionRecord;
  /** Called when the account is reset. */
  stop(): void;
}

/** What a record takes beside its texts, estimated. */
const RECORD_BYTES = 512;

const recordBytes = ({ endReason = '' }: SessionRecord): number => RECORD_BYTES + textBytes(endReason);

/** An account's realtime sessions: the running ones, and the last ended ones. */
export class Sessions {
  readonly capacity: SessionCapacity;
  readonly #live = new Map<string, LiveSession>();
  readonly #ended: SessionRecord[] = [];

  constructor(
    readonly random: Random,
    /** Ended sessions that are kept. */
    readonly maxEnded: number,
    /** Sessions that can generate at once; further ones queue. Default unlimited. */
    capacity?: number,
    /** What ended sessions are charged to; default unbounded. */
    readonly text?: TextShare,
  ) {
    this.capacity = new SessionCapacity(capacity);
  }

  newId(): string {
    return `sess_${this.random.id(20)}`;
  }

  open(session: LiveSession): void {
    this.#live.set(session.record.id, session);
  }

  close(id: string): void {
    const live = this.#live.get(id);
    if (!live) return;
    this.#live.delete(id);
    this.capacity.leave(id);
    this.#keep(live.record);
  }

  /** Keeps an ended session in place of older ones; not at all when the process has no room left. */
  #keep(record: SessionRecord): void {
    const bytes = recordBytes(record);
    while (this.#ended.length > 0 && (this.#ended.length >= this.maxEnded || !this.#fits(bytes))) {
      const oldest = this.#ended.shift();
      if (oldest) this.text?.give(recordBytes(oldest));
    }
    if (this.maxEnded < 1 || !this.#fits(bytes)) return;
    this.text?.take(bytes);
    this.#ended.push(record);
  }

  #fits(bytes: number): boolean {
    return this.text?.fits(bytes) ?? true;
  }

  /** Number of running sessions. */
  get active(): number {
    return this.#live.size;
  }

  /** Ended sessions in the order in which they ended, then running ones in the order in which they started. */
  list(): readonly SessionRecord[] {
    return [...this.#ended, ...[...this.#live.values()].map(({ record }) => record)];
  }

  get(id: string): SessionRecord | undefined {
    return this.#live.get(id)?.record ?? this.#ended.find((record) => record.id === id);
  }

  clear(): void {
    for (const session of [...this.#live.values()]) session.stop();
    this.#live.clear();
    for (const record of this.#ended.splice(0)) this.text?.give(recordBytes(record));
  }
}
