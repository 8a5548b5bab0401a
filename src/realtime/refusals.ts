import { ApiError, type ErrorCode } from '../contract/errors.js';
import type { Evidence } from '../contract/evidence.js';

/** How the gateway turns a client away: an `error` message, then a close. */
export interface Refusal {
  readonly code: ErrorCode;
  /** Text of the `error` message. Its words decide whether SDKs try again (facts: sdk-javascript.md 3.6). */
  readonly text: string;
  readonly closeCode: number;
  /** Gen B SDKs show `WebSocket closed: {code} {reason}` and search it for the same words. */
  readonly reason: string;
  readonly evidence: Evidence;
}

const RETIRED =
  'This model has been retired. See https://docs.platform.decart.ai/getting-started/models for available models.';

/** Texts that differ from those of the REST faces, and what is known of them. */
const special: Partial<Record<ErrorCode, Partial<Refusal>>> = {
  // Documented to fail for good; the REST text alone would be retried. Its form here is inferred.
  expired_api_key: { text: 'Unauthorized: Invalid or expired API key', evidence: 'inferred' },
  model_retired: { text: RETIRED, evidence: 'observed' },
  concurrency_limit: { reason: 'Session Limit Reached', evidence: 'observed' },
};

const POLICY_VIOLATION = 1008;

/** The refusal for an error of the table. */
export function refusalOf({ code, message, row }: ApiError): Refusal {
  const text = special[code]?.text ?? message;
  return {
    code,
    text,
    closeCode: row.closeCode ?? POLICY_VIOLATION,
    reason: special[code]?.reason ?? text,
    evidence: special[code]?.evidence ?? row.evidence,
  };
}

/** Text of an `error` message in the middle of a session. */
export const errorText = (code: ErrorCode): string =>
  special[code]?.text ?? refusalOf(new ApiError(code)).text;
