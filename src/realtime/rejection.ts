import { ApiError, type ErrorCode } from '../contract/errors.js';
import type { Evidence } from '../contract/evidence.js';

const POLICY_VIOLATION = 1008;

/** A close with its text. */
export interface Refusal {
  /** Text of the `error` message. Its words decide whether SDKs retry (facts: sdk-javascript.md 3.6). */
  readonly text: string;
  /** Sent as `retry_after`, beside `error_type`; seconds. SDK 0.2.x waits this long (facts: sdk-javascript-0.2.md 3.2). */
  readonly retryAfterSeconds?: number;
  readonly closeCode: number;
  /** Gen B SDKs show `WebSocket closed: {code} {reason}` and search it for the same words. */
  readonly reason: string;
  readonly errorFor: ErrorAudience;
}

/**
 * Which clients get the text as an `error` message before the close: all of them, those of direct WebRTC, which ignore
 * closes, or these and every SDK that names itself as older than JavaScript 0.2. After an error without a permanent word
 * JavaScript 0.2 loses the reason of a 1008 (facts: sdk-javascript-0.2.md 3.4).
 */
export type ErrorAudience = 'all' | 'direct' | 'before-js-0.2';

/** How the gateway rejects a client. */
export interface Rejection extends Refusal {
  readonly code: ErrorCode;
  readonly evidence: Evidence;
}

/** A violation within a session. */
export const violation = (text: string): Refusal => ({
  text,
  closeCode: POLICY_VIOLATION,
  reason: text,
  errorFor: 'direct',
});

const RETIRED =
  'This model has been retired. See https://docs.platform.decart.ai/getting-started/models for available models.';

/** Texts that differ from those over HTTP, with their evidence. */
const realtimeTexts: Partial<Record<ErrorCode, Partial<Rejection>>> = {
  // Documented to fail permanently; SDKs would retry on the HTTP text alone. Its form here is inferred.
  expired_api_key: { text: 'Unauthorized: Invalid or expired API key', evidence: 'inferred' },
  // One text is known for models that a caller may not use (facts: api-2026-11-30.md 6). It was seen by a client whose account
  // may have lacked the model, or whose token may not have permitted what the alias means.
  model_not_allowed: { text: 'Model not permitted', evidence: 'inferred' },
  model_not_permitted: { evidence: 'observed' },
  model_retired: { text: RETIRED, errorFor: 'direct', evidence: 'observed' },
  unknown_model: { errorFor: 'direct' },
  // An SDK 0.1.x showed the text of an error on 4 October 2026 (facts: sdk-javascript-0.2.md 10). What 0.2.x gets is inferred.
  insufficient_credits: { errorFor: 'before-js-0.2', evidence: 'observed' },
  concurrency_limit: { reason: 'Session Limit Reached', evidence: 'observed' },
  // Known from October 2026 on; sent at all dates, because older SDKs ignore what is new in it.
  at_capacity: { reason: 'Try Again Later', evidence: 'sdk' },
};

/** The rejection for an error of the table. */
export function rejectionFor({ code, message, row, params }: ApiError): Rejection {
  const special = realtimeTexts[code];
  const text = special?.text ?? message;
  const retryAfterSeconds = Number(params['retryAfterSeconds'] ?? row.retryAfterSeconds);
  return {
    code,
    text,
    ...(row.retryAfterSeconds !== undefined && { retryAfterSeconds }),
    closeCode: row.closeCode ?? POLICY_VIOLATION,
    reason: special?.reason ?? text,
    errorFor: special?.errorFor ?? 'all',
    evidence: special?.evidence ?? row.evidence,
  };
}

/** Text of an `error` message within a session. */
export const errorText = (code: ErrorCode): string => rejectionFor(new ApiError(code)).text;

const TRY_AGAIN_LATER = 1013;

/** Whether the error also ends a session that runs: there is no place for it. The others leave its socket open. */
export const endsSession = ({ closeCode }: Rejection): boolean => closeCode === TRY_AGAIN_LATER;
