/** A connection to an adapter, over stdio or WebSocket. */
export interface Transport {
  send(line: string): void;
  /** Ends it: asks it to exit, and forces it after `graceMs`. Resolves when it is gone. */
  stop(graceMs: number): Promise<void>;
}

export interface TransportEvents {
  /** A line that may be of the protocol. */
  onLine(line: string): void;
  /** A line that is not, e.g. of stderr. */
  onNoise(line: string): void;
  /** The other end is gone. Called once. */
  onGone(why: string): void;
}

export type OpenTransport = (events: TransportEvents) => Promise<Transport>;
