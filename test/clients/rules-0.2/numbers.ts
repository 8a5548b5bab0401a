/**
 * What the rules of SDK 0.2.x fix: times in ms, texts and codes. Source: facts, sdk-javascript-0.2.md 2, 3.1 and 3.2, where
 * no other is named.
 */

/** Limit for the socket to open in a session. */
export const OPEN_MS = 300_000;
/** Limit for room info after the join; the first `queue_position` lifts it. */
export const ROOM_INFO_MS = 15_000;
/** Limit for the ack of the initial state, counted from room info, and of a `set_image`. */
export const IMAGE_ACK_MS = 30_000;
/** Limit for the ack of a `prompt` in a running session. */
export const PROMPT_ACK_MS = 15_000;

/** Waits between dials; the last one repeats. */
export const BACKOFF_MS: readonly number[] = [1_000, 2_000, 4_000, 8_000, 10_000];
/** Redials of a failed connect unless the option `retries` says otherwise, and always those of a lost session. */
export const RETRIES = 5;
/** How far a capacity wait strays from `retry_after`, as a share of it. */
export const CAPACITY_JITTER = 0.2;
/** Inferred: the default of the option `capacityRetryBudgetMs` is not known. */
export const CAPACITY_BUDGET_MS = 60_000;
/** How long after its `exp` a JWT is still dialled. */
export const EXPIRY_TOLERANCE_MS = 5_000;

/** An error whose lower-cased text holds one of these is not retried. */
export const PERMANENT_TEXTS: readonly string[] = [
  'permission denied',
  'not allowed',
  'invalid session',
  '401',
  'invalid api key',
  'unauthorized',
  'failed to create livekit frame-metadata worker',
];
/** Codes of local errors that end a redial. */
export const PERMANENT_CODES: readonly string[] = ['TOKEN_EXPIRED', 'INVALID_API_KEY'];
/** Reasons of `generation_ended` after which the next close ends the session. */
export const TERMINAL_REASONS: readonly string[] = ['moderation_violation', 'insufficient_credits'];

export const POLICY_CLOSE = 1008;
export const TRY_LATER_CLOSE = 1013;
/** In the reason of a close with 1013, in any case. */
export const LIMIT_REASON = 'session limit reached';
/** In the text of an error, in any case. */
export const LIMIT_TEXT = 'concurrent session limit reached';

/** Only tracks of participants whose identity begins so are the model's. */
export const MODEL_IDENTITY = 'inference-server-';
/** What the SDK publishes: 3.5 Mbit/s, 30 frames/s (sdk-javascript.md 4.5). */
export const PUBLISH_BITRATE = 3_500_000;
export const PUBLISH_FPS = 30;
