import type { RealtimeClientMessage, RealtimeServerMessage } from '../../contract/types.js';
import type { Account } from '../../world/accounts/account.js';
import type { SessionRecord } from '../../world/accounts/sessions.js';
import type { ServedResolution } from '../../world/catalogue/index.js';
import type { Effect } from '../../world/rules/effects/effect.js';
import type { RealtimeOperation } from '../../world/rules/operations.js';
import type { Refusal } from '../rejection.js';

/** The `maxSessionDuration` of a client token. */
export interface DurationCap {
  /** Seconds of generation. */
  readonly seconds: number;
  /** An earlier session of the token reached it. */
  readonly reached: boolean;
  /** Notes on the token that this session reached it. */
  reach(): Promise<void>;
}

/** What admission settled for a session. */
export interface SessionTerms {
  readonly account: Account;
  readonly model: ServedResolution;
  readonly creditsPerSecond: number;
  /** The token's `maxSessionDuration`. */
  readonly cap?: DurationCap;
  /** A trial ends after this many seconds. */
  readonly trialSeconds?: number;
}

/** A session's connection to its client. */
export interface SessionPorts {
  send(message: RealtimeServerMessage): void;
  close(code: number, reason: string): void;
  /** Refuses what the client asks for, and closes. */
  reject(rejection: Refusal): void;
  /** Cuts the connection without a close frame. */
  drop(): void;
  /** Resolves when the client has read most of what it was sent; undefined when it already has. */
  drained(): Promise<void> | undefined;
  /** Reports a failure of the mock itself. */
  defect(error: unknown): void;
}

/** A client message that sets the model's state. */
export type StateMessage = Extract<RealtimeClientMessage, { type: 'prompt' | 'set_image' }>;

/** A session as its acks, effects and generation see it. */
export interface SessionHost {
  readonly id: string;
  readonly record: SessionRecord;
  readonly terms: SessionTerms;
  readonly ports: SessionPorts;
  /** The connection is closed. */
  readonly closed: boolean;
  /** Whether the generation has not begun. */
  readonly awaitsGeneration: boolean;
  /** Runs `then` after `ms`, or at once; not when the connection closes before. */
  after(ms: number | undefined, label: string, then: () => void): void;
  /** Applies the effects that concern the session as a whole, and notes the rules that fired. */
  applyEffects(effects: readonly Effect[], operation: RealtimeOperation, rules?: readonly string[]): void;
  /** Ends the generation and sends that to the client; closes after a terminal reason, unless something else does. */
  end(reason: string, message?: string, closedElsewhere?: boolean): void;
  /** Ends the generation silently. */
  stop(reason: string): void;
}
