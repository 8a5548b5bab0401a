import type { Candidate } from 'werift';
import type { ClientNetwork } from './media-network.js';

/** Candidates of one description that are checked, and those with the same address among them; ours. */
const MAX_CANDIDATES = 64;
const MAX_PER_ADDRESS = 16;

/**
 * Which candidates of a client are checked. Host names are not: looking one up would send packets that the client
 * chooses. A browser that hides its addresses behind `.local` names sends checks itself, and is found by them.
 */
export class CandidateFilter {
  readonly #ports = new Map<string, Set<number>>();
  #count = 0;

  constructor(readonly client: ClientNetwork) {}

  /** Whether the candidate is new, is checked, and is within the limits; then it counts. */
  accepts({ transport, host, port }: Pick<Candidate, 'transport' | 'host' | 'port'>): boolean {
    if (transport.toLowerCase() !== 'udp' || !(port > 0 && port < 65_536) || !this.client.permits(host))
      return false;
    const ports = this.#ports.get(host) ?? new Set();
    if (ports.has(port) || ports.size >= MAX_PER_ADDRESS || this.#count >= MAX_CANDIDATES) return false;
    this.#ports.set(host, ports.add(port));
    this.#count++;
    return true;
  }
}
