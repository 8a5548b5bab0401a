import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { isLoopbackOrigin } from '../contract/origin.js';
import { ControlError } from '../handles/errors.js';

/** The header that carries the control token. */
export const TOKEN_HEADER = 'x-mock-token';

/**
 * Who may control the mock. With a token: whoever sends it. Without one (the server then listens on loopback only):
 * whoever calls from this machine, save a page of another site, which a browser here would carry in by its Origin,
 * or by a name of its own that it points at 127.0.0.1.
 * @throws ControlError token_required, origin_refused
 */
export function admit(request: IncomingMessage, token: string | undefined): void {
  const sent = request.headers[TOKEN_HEADER];
  if (token !== undefined) {
    if (typeof sent === 'string' && same(sent, token)) return;
    const what = sent === undefined ? `comes without ${TOKEN_HEADER}` : `brings another ${TOKEN_HEADER}`;
    throw new ControlError('token_required', `This mock is controlled by token, and the request ${what}.`);
  }
  const { origin, host = '' } = request.headers;
  if (origin !== undefined && !isLoopbackOrigin(origin))
    throw new ControlError('origin_refused', `A page of ${origin} may not control this mock.`);
  if (!isLoopbackOrigin(`http://${host}`))
    throw new ControlError('origin_refused', `This mock is not controlled by the name "${host}".`);
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
/** Whether two secrets are the same, in a time that does not tell where they part. */
export const same = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));
