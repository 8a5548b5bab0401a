import type { ApiError } from '../../contract/errors.js';
import { endsSession, rejectionFor } from '../rejection.js';
import { errorMessage } from './messages.js';
import type { SessionPorts } from './types.js';

/** Sends an error to a session that runs, then closes it if the error says that there is no place for it. */
export function sendError(ports: SessionPorts, error: ApiError, beforeClose?: () => void): void {
  const rejection = rejectionFor(error);
  ports.send(errorMessage(rejection.text, rejection.retryAfterSeconds));
  beforeClose?.();
  if (endsSession(rejection)) ports.close(rejection.closeCode, rejection.reason);
}
