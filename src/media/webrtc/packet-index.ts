const CYCLE = 0x10000;

/** The packet index of one SSRC (RFC 3711, section 3.3.1): its sequence number without wrap-around. */
export class PacketIndex {
  #highest: number | undefined;

  /** The most likely index of a packet with that sequence number. */
  guess(sequence: number): number {
    if (this.#highest === undefined) return sequence;
    const index = this.#highest + (((sequence - this.#highest) << 16) >> 16);
    return index < 0 ? index + CYCLE : index;
  }

  /** To be called with the index of each authentic packet. */
  accept(index: number): void {
    if (this.#highest === undefined || index > this.#highest) this.#highest = index;
  }
}
