import { networkInterfaces } from 'node:os';
import { isLoopback } from '../../contract/origin.js';
import { beyondLoopback } from './addresses.js';
import type { IceOptions, MediaReach } from './ice-options.js';

export const LOOPBACK = '127.0.0.1';

/** Addresses beyond this machine that the options name. */
export const namedBeyondLoopback = ({
  allow = [],
  extraAddresses = [],
  advertisedAddress,
}: IceOptions): string[] =>
  beyondLoopback([
    ...allow,
    ...extraAddresses,
    ...(advertisedAddress === undefined ? [] : [advertisedAddress]),
  ]);

/** Where media may go for a server that listens on `host`. */
export function mediaReach(options: IceOptions = {}, host = LOOPBACK): MediaReach {
  if (options.reach) return options.reach;
  return isLoopback(host) && namedBeyondLoopback(options).length === 0 ? 'loopback' : 'client';
}

/** Addresses in candidates beside those of the interfaces, which candidates on loopback do not name. */
export const extraAddressesOf = (options: IceOptions, reach: MediaReach): readonly string[] =>
  reach === 'loopback' ? [LOOPBACK] : (options.extraAddresses ?? [LOOPBACK]);

/** UDP ports that a peer connection takes: one for each address of its candidates. The interfaces may change later. */
export function portsPerConnection(options: IceOptions, reach: MediaReach): number {
  const own =
    reach === 'loopback'
      ? []
      : Object.entries(networkInterfaces())
          .filter(([name]) => !UNUSED.test(name))
          .flatMap(([, each]) => each ?? [])
          .filter(({ family, internal, address }) => family === 'IPv4' && !internal && !isLinkLocal(address))
          .map(({ address }) => address);
  return new Set([...own, ...extraAddressesOf(options, reach)]).size;
}

/** The ICE agent gathers no candidates on these interfaces (werift 0.24, `selectAddresses`), and on link-local addresses. */
const UNUSED = /^(?:ipsec|u?tun|tap|vmnet|veth)/;

const isLinkLocal = (address: string): boolean => address.startsWith('169.254.');
