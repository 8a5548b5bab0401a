import {
  LIMIT_REASON,
  LIMIT_TEXT,
  PERMANENT_CODES,
  PERMANENT_TEXTS,
  POLICY_CLOSE,
  TRY_LATER_CLOSE,
} from './numbers.js';

/** Close of the control socket, as the client received it. */
export interface SocketClose {
  readonly code: number;
  readonly reason: string;
}

/** A failure that the client finds itself. The SDK throws a plain object with these fields. */
export class LocalError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly data?: object,
  ) {
    super(message);
  }
}

/** The `error` message of the server. */
export class ServerError extends Error {
  /** Of `error_type`: `capacity` where there is no capacity. */
  readonly errorType: string | undefined;
  /** Of `retry_after`, in seconds. */
  readonly retryAfter: number | undefined;

  constructor(text: string, errorType?: unknown, retryAfter?: unknown) {
    super(text);
    this.errorType = typeof errorType === 'string' ? errorType : undefined;
    this.retryAfter = typeof retryAfter === 'number' ? retryAfter : undefined;
  }
}

/** A control socket that closed before the session had what it waited for. */
export class ClosedError extends Error {
  constructor(readonly close: SocketClose) {
    super(`WebSocket closed: ${close.code} ${close.reason}`);
  }
}

/** Why a close ends a session for good, or undefined when the session is dialled again. */
export function terminalClose({
  code,
  reason,
}: SocketClose): 'policy_violation' | 'session_limit' | undefined {
  if (code === POLICY_CLOSE) return 'policy_violation';
  return code === TRY_LATER_CLOSE && reason.toLowerCase().includes(LIMIT_REASON)
    ? 'session_limit'
    : undefined;
}

/** Why an error ends a session for good, where the SDK reports that end to the app. */
export function terminalError(error: unknown): 'policy_violation' | 'session_limit' | undefined {
  if (error instanceof ClosedError) return terminalClose(error.close);
  return error instanceof ServerError && error.message.toLowerCase().includes(LIMIT_TEXT)
    ? 'session_limit'
    : undefined;
}

/** Whether no dial follows this error. */
export function isPermanent(error: unknown): boolean {
  if (terminalError(error) !== undefined) return true;
  if (error instanceof LocalError) return PERMANENT_CODES.includes(error.code);
  // The failure of a provider may be anything; it is retried.
  if (!(error instanceof Error)) return false;
  const text = error.message.toLowerCase();
  return PERMANENT_TEXTS.some((part) => text.includes(part));
}
