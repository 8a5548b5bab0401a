import { isLoopback } from '../../contract/origin.js';
import { addressList, isHostAddress, isOwnAddress, plainAddress } from './addresses.js';
import { CheckBudget } from './check-budget.js';
import type { IceOptions, MediaReach } from './ice-options.js';
import { extraAddressesOf, LOOPBACK, mediaReach } from './media-reach.js';

/** The network as media sees it: one for all sessions of a server. */
export class MediaNetwork {
  readonly reach: MediaReach;
  readonly #budget = new CheckBudget();
  /** The port after the one that was bound last, within the range. */
  #next: number | undefined;
  readonly #isAllowed: (address: string) => boolean;

  /**
   * @param listensOn the host that the server listens on
   * @throws RangeError for an `allow` that is no address or network
   */
  constructor(
    readonly options: IceOptions = {},
    listensOn = LOOPBACK,
  ) {
    this.reach = mediaReach(options, listensOn);
    this.#isAllowed = addressList(options.allow ?? []);
  }

  /** Address that sockets are bound to; undefined for all. */
  get boundTo(): string | undefined {
    return this.reach === 'loopback' ? LOOPBACK : undefined;
  }

  /** Addresses in candidates beside those of the interfaces, which candidates on loopback do not name. */
  get extraAddresses(): readonly string[] {
    return extraAddressesOf(this.options, this.reach);
  }

  /** The ports to try, in this order; a single 0 is any free one. */
  *ports(): Iterable<number> {
    const { portRange } = this.options;
    if (!portRange) {
      yield 0;
      return;
    }
    const [first, last] = portRange;
    const start = this.#next ?? first;
    for (let step = 0; step <= last - first; step++) {
      const port = first + ((start - first + step) % (last - first + 1));
      this.#next = port === last ? first : port + 1;
      yield port;
    }
  }

  /** The network as one client sees it. `address`: that of its HTTP or WebSocket connection. */
  of(address?: string): ClientNetwork {
    return new ClientNetwork(this, address);
  }

  /** Whether a client may make packets go to an address by naming it in a candidate. */
  permits(address: string, own: ReadonlySet<string>): boolean {
    if (!isHostAddress(address)) return false;
    if (this.reach === 'anywhere' || isLoopback(address)) return true;
    return this.reach === 'client' && (own.has(address) || this.#isAllowed(address));
  }

  /** Whether another check may go now to an address that has not answered yet. Those on this machine are not limited. */
  mayCheck(address: string): boolean {
    return this.reach === 'loopback' || isLoopback(address) || this.#budget.take(address);
  }

  /**
   * Whether an address from which an authenticated check came is answered. On loopback a browser may send from the address
   * of any interface of this machine.
   */
  answers(address: string): boolean {
    return this.reach !== 'loopback' || isLoopback(address) || isOwnAddress(address);
  }
}

/** The network as one client sees it. */
export class ClientNetwork {
  readonly #addresses = new Set<string>();

  constructor(
    readonly network: MediaNetwork,
    address?: string,
  ) {
    this.add(address);
  }

  get advertisedAddress(): string | undefined {
    return this.network.options.advertisedAddress;
  }

  /** The client has connected from this address as well. */
  add(address: string | undefined): void {
    if (address !== undefined) this.#addresses.add(plainAddress(address));
  }

  permits(address: string): boolean {
    return this.network.permits(address, this.#addresses);
  }
}
