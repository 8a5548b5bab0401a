import { classes, parseMessage, type Message } from 'werift';
import type { PacketGate } from './media-socket.js';
import type { ClientNetwork } from './media-network.js';

/** What the gate has to know of an ICE agent. */
export interface IceCredentials {
  /** Passwords by user name fragment, of all generations. */
  readonly userHistory: Readonly<Record<string, string>>;
  readonly localPassword: string;
  readonly remotePassword: string;
}

/** Whether a request with this id was sent to the address and has no response yet. */
export type IsAwaited = (transactionId: string, host: string, port: number) => boolean;

/** Addresses beside those of candidates that may send checks to one connection; ours. A browser uses one a network. */
const MAX_REFLEXIVE = 64;

const HEADER_BYTES = 20;
const COOKIE = 0x2112a442;

/**
 * Decides which packets of a connection go out, and which come in, whatever the ICE agent would do.
 *
 * Media goes only to an address that has answered a check. A check goes to an address that the network permits, or from
 * which a check with the client's credentials came. An answer goes out because its check was let in, and a check
 * without the right MESSAGE-INTEGRITY is not (RFC 8445, section 7.3): werift would answer it.
 */
export class AddressGate implements PacketGate {
  /** Addresses that answered a check. */
  readonly #proven = new Set<string>();
  readonly #reflexive = new Set<string>();
  #latestHost = '';
  #latestPort = 0;

  constructor(
    readonly client: ClientNetwork,
    readonly ice: IceCredentials,
    readonly isAwaited: IsAwaited,
  ) {}

  sends(data: Buffer, host: string, port: number): boolean {
    if (host === this.#latestHost && port === this.#latestPort) return true;
    const address = `${host}:${port}`;
    if (this.#proven.has(address)) {
      this.#latestHost = host;
      this.#latestPort = port;
      return true;
    }
    if (!isStun(data)) return false;
    if (classOf(data) !== classes.REQUEST) return true;
    if (!this.client.permits(host) && !this.#reflexive.has(address)) return false;
    return this.client.network.mayCheck(host);
  }

  receives(data: Buffer, host: string, port: number): boolean {
    if (!isStun(data)) return true;
    if (!this.client.network.answers(host)) return false;
    const messageClass = classOf(data);
    if (messageClass === classes.REQUEST) return this.#admits(data, `${host}:${port}`);
    if (messageClass === classes.RESPONSE && this.#isAnswer(data, host, port))
      this.#proven.add(`${host}:${port}`);
    return true;
  }

  #admits(data: Buffer, address: string): boolean {
    const unverified = parse(data);
    const username: unknown = unverified?.getAttributeValue('USERNAME');
    if (typeof username !== 'string') return false;
    const [fragment = ''] = username.split(':');
    const { userHistory, localPassword } = this.ice;
    const password = Object.hasOwn(userHistory, fragment) ? userHistory[fragment] : undefined;
    if (!parse(data, password ?? localPassword)) return false;
    if (this.#reflexive.has(address) || this.#proven.has(address)) return true;
    if (this.#reflexive.size >= MAX_REFLEXIVE) return false;
    this.#reflexive.add(address);
    return true;
  }

  #isAnswer(data: Buffer, host: string, port: number): boolean {
    const answer = parse(data, this.ice.remotePassword);
    return answer !== undefined && this.isAwaited(answer.transactionIdHex, host, port);
  }
}

/** Whether a packet is STUN (RFC 7983, section 7). */
const isStun = (data: Buffer): boolean =>
  data.length >= HEADER_BYTES && (data[0] ?? 0xff) < 4 && data.readUInt32BE(4) === COOKIE;

const classOf = (data: Buffer): classes => data.readUInt16BE(0) & 0x0110;

/** Undefined for a packet that cannot be read, or that the key did not sign. */
function parse(data: Buffer, key?: string): Message | undefined {
  try {
    return parseMessage(data, key === undefined ? undefined : Buffer.from(key));
  } catch {
    return undefined;
  }
}
