import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isLoopbackOrigin } from '../contract/origin.js';
import { ControlError } from '../handles/errors.js';

/** The header that carries the control token. */
export const TOKEN_HEADER = 'x-mock-token';

/**
 * Access control. With a token, every request must send it. Without one, the server listens on loopback only, and
 * requests of this machine are admitted, except those of pages of other sites: a browser reveals them by their Origin,
 * or by a DNS-rebound host name that resolves to 127.0.0.1.
 * @throws ControlError token_required, origin_refused
 */
export function admit(request: IncomingMessage, token: string | undefined): void {
  const sent = request.headers[TOKEN_HEADER];
  if (token !== undefined) {
    if (typeof sent === 'string' && same(sent, token)) return;
    const problem = sent === undefined ? `has no ${TOKEN_HEADER}` : `has a wrong ${TOKEN_HEADER}`;
    throw new ControlError('token_required', `The control API requires a token, and the request ${problem}.`);
  }
  const { origin, host = '' } = request.headers;
  if (origin !== undefined && !isLoopbackOrigin(origin))
    throw new ControlError('origin_refused', `Pages of ${origin} may not control this mock.`);
  if (!isLoopbackOrigin(`http://${host}`))
    throw new ControlError(
      'origin_refused',
      `The control API does not answer under the host name "${host}".`,
    );
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
/** Compares two secrets in constant time. */
export const same = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));
