/** A way to an adapter, whatever carries the lines. */
export interface Transport {
  send(line: string): void;
  /** Ends it: asks, then forces. Resolves when it is gone. */
  stop(graceMs: number): Promise<void>;
}

/** What a transport tells. */
export interface TransportEvents {
  /** A line that may be of the protocol. */
  onLine(line: string): void;
  /** A line that is not: stderr, for one. */
  onNoise(line: string): void;
  /** The other end is gone. Told once. */
  onGone(why: string): void;
}

export type OpenTransport = (events: TransportEvents) => Promise<Transport>;
