import type { RequestHandler } from 'express';

/** Headers that SDKs and this stand-in's users send from pages. */
const ALLOWED_HEADERS =
  'x-api-key, x-queue-key, content-type, user-agent, if-match, range, x-decart-mock, x-mock-token';
const EXPOSED_HEADERS = 'content-length, content-range, accept-ranges, etag, location';
const METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS';

/** Lets pages of every origin call, or only those of one, as browsers need (facts: sdk-javascript.md 1.2). */
export function cors(allowed: string): RequestHandler {
  return (request, response, next) => {
    const { origin } = request.headers;
    if (origin === undefined) return next();
    response.setHeader('access-control-allow-origin', allowed);
    if (allowed !== '*') response.setHeader('vary', 'Origin');
    response.setHeader('access-control-expose-headers', EXPOSED_HEADERS);
    if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined)
      return next();
    response.setHeader('access-control-allow-methods', METHODS);
    response.setHeader(
      'access-control-allow-headers',
      request.headers['access-control-request-headers'] ?? ALLOWED_HEADERS,
    );
    response.setHeader('access-control-allow-private-network', 'true');
    response.setHeader('access-control-max-age', '600');
    response.statusCode = 204;
    response.end();
  };
}
