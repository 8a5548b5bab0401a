import type { ErrorCode } from '../../contract/errors.js';
import type { Random } from '../random/random.js';

/** A length of time: a fixed number of ms, or a distribution drawn from the account's seed. All in ms. */
export type Duration =
  | number
  | { readonly uniform: readonly [min: number, max: number] }
  | { readonly lognormal: { readonly median: number; readonly sigma: number } };

/** How wide a `lognormal` can be: with 10, one draw in six is above the median times 20 000. Far wider, a draw is no number. */
export const MAX_SIGMA = 10;

/** Draws a duration, in ms. */
export function draw(duration: Duration, random: Random): number {
  if (typeof duration === 'number') return duration;
  if ('uniform' in duration) return random.between(...duration.uniform);
  const gauss = Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  return duration.lognormal.median * Math.exp(duration.lognormal.sigma * gauss);
}

/** What a rule, a magic value or a header does to an operation. Times in ms on the account's clock. */
export type Effect =
  /** Answers with this instead. `body` is sent as JSON unless it is a string. */
  | {
      readonly type: 'respond';
      readonly status: number;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** Answers with a row of the error table, in the envelope of the resource. */
  | { readonly type: 'error'; readonly code: ErrorCode }
  /** Waits first. */
  | { readonly type: 'delay'; readonly ms: Duration }
  /** Takes the request and never answers. */
  | { readonly type: 'no-response' }
  /** Resets the TCP connection, after `afterBytes` of the answer (default none). */
  | { readonly type: 'reset'; readonly afterBytes?: number }
  /** Promises the whole body and ends the connection after `bytes` of it. */
  | { readonly type: 'truncate'; readonly bytes: number }
  /** Sends the body slowly. */
  | { readonly type: 'slow'; readonly bytesPerSecond: number }
  /** Sends a JSON answer that does not parse. */
  | { readonly type: 'malformed' }
  /** Shapes the plan of the job (`jobs.submit`). */
  | {
      readonly type: 'plan';
      readonly outcome?: 'completed' | 'failed' | 'hang';
      readonly pending?: Duration;
      readonly processing?: Duration;
    }
  /** Realtime: closes the socket. */
  | {
      readonly type: 'close';
      readonly code: number;
      readonly reason?: string;
      readonly message?: string;
      readonly afterMs?: number;
    }
  /** Realtime: cuts the TCP connection without a close frame. */
  | { readonly type: 'drop'; readonly afterMs?: number }
  /** Realtime: what becomes of an acknowledgement. */
  | {
      readonly type: 'ack';
      readonly lateMs?: Duration;
      readonly fail?: string;
      readonly skip?: boolean;
      readonly times?: number;
    }
  /** Realtime: keeps the client queued, and tells it so every `everyMs` (at least 100; default 17 000). */
  | {
      readonly type: 'queue';
      readonly position: number;
      readonly size?: number;
      readonly everyMs?: number;
      readonly forMs?: number;
    }
  /** Realtime: ends the generation. */
  | {
      readonly type: 'end';
      readonly reason: string;
      readonly afterSeconds?: number;
      readonly message?: string;
    }
  /** Realtime: no room info is ever sent. */
  | { readonly type: 'silent' }
  /** Realtime: one of the signal modes of LiveKit's own test server. */
  | { readonly type: 'signal'; readonly mode: string }
  /** Realtime: what goes wrong with the pictures. */
  | {
      readonly type: 'media';
      readonly mode: 'no-ice' | 'frozen' | 'black' | 'stop' | 'one-by-one';
      readonly afterSeconds?: number;
    }
  /** Realtime: sends this message as it is. */
  | {
      readonly type: 'message';
      readonly message: Readonly<Record<string, unknown>>;
      readonly afterMs?: number;
    }
  /** `verify`: the verdict. */
  | { readonly type: 'verdict'; readonly verdict: string; readonly confidence: number };

export type EffectOf<T extends Effect['type']> = Extract<Effect, { type: T }>;

/** The first effect of a type among those that fired. */
export function effect<T extends Effect['type']>(
  effects: readonly Effect[],
  type: T,
): EffectOf<T> | undefined {
  return effects.find((one): one is EffectOf<T> => one.type === type);
}
