import { createHash, createHmac } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import { ControlError } from '../handles/errors.js';
import { html } from './html.js';
import { admit, same, TOKEN_HEADER } from './guard.js';

/** Name of the parameter that carries the control token, to the inspector alone. */
export const TOKEN_PARAMETER = 'token';

/**
 * Lets into the inspector, whose visitor is a browser and sends no header of ours. An address with the right `?token=`
 * is answered with a cookie, and a page that leads to the same address without it. The cookie opens the inspector and
 * nothing else: it is no token, but made from it. Browsers send it to other servers of this host too, for they do not
 * tell ports apart.
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
      response.type('html').send(onwards(`${path}${url.search}`));
      return;
    }
    // Navigation sends no Origin. What does is a script of another page.
    if (shown === null && request.headers.origin === undefined && cookiesOf(request).includes(cookie))
      return next();
    const what = shown === null ? `comes without ${TOKEN_HEADER}` : `brings another ${TOKEN_PARAMETER}`;
    throw new ControlError(
      'token_required',
      `This mock is controlled by token, and the request ${what}. In a browser, open the inspector's link that was printed at the start.`,
    );
  };
}

/** Not a redirect: to one that began on another site, such as a CI's page, browsers add no strict cookie. */
const onwards = (to: string): string =>
  html`<!doctype html>
    <html lang="en">
      <meta charset="utf-8" />
      <meta http-equiv="refresh" content="0; url=${to}" />
      <title>decart-mock</title>
      <a href="${to}">The inspector</a>
    </html>`.text;

const cookiesOf = ({ headers }: Request): readonly string[] => headers.cookie?.split(/; */) ?? [];

/** Mocks of one host share its cookies, so each has a name of its own. */
function cookieFor(token: string): string {
  const pass = createHmac('sha256', token).update('inspector').digest('base64url');
  const name = createHash('sha256').update(pass).digest('hex').slice(0, 8);
  return `decart_mock_${name}=${pass}`;
}
