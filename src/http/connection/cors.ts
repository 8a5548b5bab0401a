import type { RequestHandler } from 'express';
import { corsOriginHeaders } from '../../contract/origin.js';

/** Headers that SDKs and users of the mock server send from pages. */
const ALLOWED_HEADERS =
  'x-api-key, x-queue-key, content-type, user-agent, if-match, range, x-decart-mock, x-mock-token';
const EXPOSED_HEADERS = 'content-length, content-range, accept-ranges, etag, location';
const METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS';

/** Lets pages call from a browser (facts: sdk-javascript.md 1.2). `allowed` is an origin, or `*` for all. */
export function cors(allowed: string): RequestHandler {
  const originHeaders = Object.entries(corsOriginHeaders(allowed));
  return (request, response, next) => {
    if (request.headers.origin === undefined) return next();
    for (const [name, value] of originHeaders) response.setHeader(name, value);
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
