import { ApiError, type ErrorCode } from '../contract/errors.js';
import type { Evidence } from '../contract/evidence.js';

const POLICY_VIOLATION = 1008;

/** A close with its text. */
export interface Refusal {
  /** Text of the `error` message. Its words decide whether SDKs retry (facts: sdk-javascript.md 3.6). */
  readonly text: string;
  readonly closeCode: number;
  /** Gen B SDKs show `WebSocket closed: {code} {reason}` and search it for the same words. */
  readonly reason: string;
  /**
   * Which clients get the text as an `error` message before the close. Those of direct WebRTC ignore closes. After an
   * error without a permanent word JavaScript 0.2 loses the reason of a 1008 (facts: sdk-javascript-0.2.md 3.4).
   */
  readonly errorFor: 'all' | 'direct';
}

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
  model_retired: { text: RETIRED, errorFor: 'direct', evidence: 'observed' },
  unknown_model: { errorFor: 'direct' },
  insufficient_credits: { errorFor: 'direct' },
  concurrency_limit: { reason: 'Session Limit Reached', evidence: 'observed' },
};

/** The rejection for an error of the table. */
export function rejectionFor({ code, message, row }: ApiError): Rejection {
  const special = realtimeTexts[code];
  const text = special?.text ?? message;
  return {
    code,
    text,
    closeCode: row.closeCode ?? POLICY_VIOLATION,
    reason: special?.reason ?? text,
    errorFor: special?.errorFor ?? 'all',
    evidence: special?.evidence ?? row.evidence,
  };
}

/** Text of an `error` message within a session. */
export const errorText = (code: ErrorCode): string => rejectionFor(new ApiError(code)).text;
