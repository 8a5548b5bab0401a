import { createHash, createHmac } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import { ControlError } from '../handles/errors.js';
import { html } from './html.js';
import { admit, same, TOKEN_HEADER } from './guard.js';

/** Query parameter with the control token, for the inspector only. */
export const TOKEN_PARAMETER = 'token';

/**
 * Access control of the inspector, for browsers, which cannot send our header. A URL with the right `?token=` gets a
 * cookie, and a page that leads to the same URL without the token. The cookie opens the inspector only. It is derived
 * from the token but does not reveal it: browsers send cookies to all ports of a host.
 * @throws ControlError token_required, origin_refused
 */
export function inspectorGuard(token: string | undefined): RequestHandler {
  return (request, response, next) => {
    if (token === undefined || request.headers[TOKEN_HEADER] !== undefined) {
      admit(request, token);
      return next();
    }
    const url = new URL(request.url, 'http://mock');
    const shown = url.searchParams.get(TOKEN_PARAMETER);
    const cookie = cookieFor(token);
    if (shown !== null && same(shown, token)) {
      url.searchParams.delete(TOKEN_PARAMETER);
      const path = `${request.baseUrl}${request.path}`;
      response.set({
        'set-cookie': `${cookie}; HttpOnly; SameSite=Strict; Path=${path}`,
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
      });
      response.type('html').send(forwardPage(`${path}${url.search}`));
      return;
    }
    // Navigation sends no Origin; a script of another page does.
    if (shown === null && request.headers.origin === undefined && cookiesOf(request).includes(cookie))
      return next();
    const problem = shown === null ? `has no ${TOKEN_HEADER}` : `has a wrong ${TOKEN_PARAMETER}`;
    throw new ControlError(
      'token_required',
      `The control API requires a token, and the request ${problem}. In a browser, open the inspector URL that was printed on start.`,
    );
  };
}

/** Not a redirect: after one that started on another site, such as a CI page, browsers omit strict cookies. */
const forwardPage = (to: string): string =>
  html`<!doctype html>
    <html lang="en">
      <meta charset="utf-8" />
      <meta http-equiv="refresh" content="0; url=${to}" />
      <title>decart-mock</title>
      <a href="${to}">Open the inspector</a>
    </html>`.text;

const cookiesOf = ({ headers }: Request): readonly string[] => headers.cookie?.split(/; */) ?? [];

/** All mocks of a host share its cookies, so each uses its own name. */
function cookieFor(token: string): string {
  const value = createHmac('sha256', token).update('inspector').digest('base64url');
  const name = createHash('sha256').update(value).digest('hex').slice(0, 8);
  return `decart_mock_${name}=${value}`;
}
