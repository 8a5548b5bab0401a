import type { AddressInfo } from 'node:net';
import { apiHosts } from '../../contract/hosts.js';
import { isLoopback } from '../../contract/origin.js';
import { redactUrl } from '../../contract/redaction/redact-url.js';

/** Where a path leads while the mock has no port. By RFC 6761 no other host has a name that ends in `.localhost`. */
const WITHOUT_PORT = 'http://decart-mock.localhost';

/** What a mock's `fetch` does with a request to a host that the mock does not answer for. */
export type OtherHosts = 'refuse' | 'pass-on';

const nameOf = ({ address, family }: AddressInfo): string => (family === 'IPv6' ? `[${address}]` : address);

/** The origin of a mock: its URL while it listens. */
export const originOf = (listening: AddressInfo | null): string =>
  listening === null ? WITHOUT_PORT : `http://${nameOf(listening)}:${listening.port}`;

/** Whether a URL is of the mock itself: as it listens, or under another name of this machine. */
export function isOwn(url: URL, listening: AddressInfo | null): boolean {
  if (listening === null || url.origin === WITHOUT_PORT) return url.origin === WITHOUT_PORT;
  const isOurs = isLoopback(url.hostname) || url.hostname === nameOf(listening);
  return url.protocol === 'http:' && Number(url.port || 80) === listening.port && isOurs;
}

/** Whether a URL is of the API, on the default port of its scheme. */
export const isOfApi = (url: URL): boolean => apiHosts.some(({ host }) => host === url.host);

/** The error of a request to a host that the mock does not answer for. */
export function hostRefused(url: URL, listening: AddressInfo | null): Error {
  const hosts = apiHosts.map(({ host }) => host).join(', ');
  const own = listening === null ? '' : ` and the mock's own URL ${originOf(listening)}`;
  return new Error(
    `Cannot fetch ${redactUrl(url.href)} from the mock: it answers paths such as /v1/jobs/lucy-2.1, the hosts of the ` +
      `API (${hosts})${own}, not ${url.host}. Fetch a path, or create the mock with { otherHosts: 'pass-on' } to send ` +
      'requests for other hosts to the network.',
  );
}
