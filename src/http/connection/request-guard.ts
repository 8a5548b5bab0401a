import type { IncomingMessage } from 'node:http';
import { ApiError } from '../../contract/errors.js';

/** What a host may consist of: a name, an address or an IPv6 address in brackets, and a port (RFC 3986, 3.2.2). */
const HOST = /^(?:\[[\da-f:.]+\]|[\w.~!$&'()*+,;=%-]*)(?::\d*)?$/i;

/** Most clients of a server name it alike. */
let lastValid = '';

/**
 * Why a request is refused before it is routed: its version is not 1.x, or it has no Host, two of them, or one that is
 * not valid (RFC 9112, 3.2). HTTP/1.0 needs no Host. Undefined for a request that is fine.
 */
export function refusalOf(request: IncomingMessage): ApiError | undefined {
  const { httpVersionMajor, httpVersionMinor, rawHeaders } = request;
  if (httpVersionMajor !== 1) return new ApiError('http_version');
  let host: string | undefined;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index];
    if (name?.length !== 4 || name.toLowerCase() !== 'host') continue;
    if (host !== undefined) return malformed('It has more than one Host header.');
    host = rawHeaders[index + 1] ?? '';
  }
  if (host === undefined)
    return httpVersionMinor === 0 ? undefined : malformed('It has no Host header, which HTTP/1.1 requires.');
  if (host === lastValid) return undefined;
  if (!HOST.test(host)) return malformed('Its Host header is not a host with an optional port.');
  lastValid = host;
  return undefined;
}

const malformed = (note: string): ApiError => new ApiError('malformed_request', {}, [], note);
