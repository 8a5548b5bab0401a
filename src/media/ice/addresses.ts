import { BlockList, isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { isLoopback } from '../../contract/origin.js';
import { now } from '../real-time.js';

/** How long the addresses of the interfaces are remembered. Reading them takes a system call for each. */
const REMEMBER_MS = 1_000;

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** An address as sockets report it, in its plain form: an IPv4 address of a dual-stack socket begins with `::ffff:`. */
export const plainAddress = (address: string): string =>
  address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');

/** Multicast, broadcast and unspecified addresses, which name no peer. */
const NO_PEER = new BlockList();
NO_PEER.addSubnet('0.0.0.0', 8, 'ipv4');
NO_PEER.addSubnet('224.0.0.0', 3, 'ipv4');
NO_PEER.addAddress('::', 'ipv6');
NO_PEER.addSubnet('ff00::', 8, 'ipv6');

/** Whether the text is the IP address of one host. A name is not, so none is ever looked up. */
export const isHostAddress = (text: string): boolean =>
  isIP(text) !== 0 && !NO_PEER.check(text, familyOf(text));

/** Why a text is no address and no network in CIDR form, as a sentence; undefined for one that is. */
export function addressProblem(text: string): string | undefined {
  const [, address = '', prefix] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const fits = isIP(address) !== 0 && Number(prefix ?? 0) <= bitsOf(address);
  return fits
    ? undefined
    : `Write an address or a network, like 192.168.1.7 or 10.0.0.0/8: "${text}" is neither`;
}

/**
 * A list of addresses and networks in CIDR form, as a predicate.
 * @throws RangeError for a text that is neither
 */
export function addressList(texts: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const text of texts) {
    const problem = addressProblem(text);
    if (problem !== undefined) throw new RangeError(`Cannot use realtime.ice.allow: ${problem}.`);
    const [address = '', prefix] = text.split('/');
    list.addSubnet(address, Number(prefix ?? bitsOf(address)), familyOf(address));
  }
  return (address) => list.check(address, familyOf(address));
}

const bitsOf = (address: string): number => (isIP(address) === 6 ? 128 : 32);

/** The networks of the list that are not within this machine. */
export const beyondLoopback = (texts: readonly string[]): string[] =>
  texts.filter((text) => !isLoopback(text.split('/')[0] ?? ''));

let own: { readonly at: number; readonly addresses: ReadonlySet<string> } | undefined;

/** Whether it is an address of one of this machine's interfaces. */
export function isOwnAddress(address: string): boolean {
  if (!own || now() - own.at > REMEMBER_MS) {
    const interfaces = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
    own = { at: now(), addresses: new Set(interfaces.map((each) => plainAddress(each.address))) };
  }
  return own.addresses.has(address);
}
