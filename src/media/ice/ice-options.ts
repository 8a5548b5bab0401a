/**
 * Where media may go. `loopback`: sockets are bound to 127.0.0.1, and nothing is sent off this machine. `client`: to the
 * address of the client's own HTTP or WebSocket connection, and to those in `allow`. `anywhere`: wherever a client asks.
 */
export type MediaReach = (typeof MEDIA_REACHES)[number];

export const MEDIA_REACHES = ['loopback', 'client', 'anywhere'] as const;

/** How media reaches this process, and where it may go. */
export interface IceOptions {
  /** First and last UDP port to bind; default any free port. The two must differ. */
  readonly portRange?: readonly [number, number];
  /** Address in candidates instead of the host's own, for a container whose ports are published elsewhere. */
  readonly advertisedAddress?: string;
  /** Addresses in candidates beside those of the host's interfaces; default 127.0.0.1, so media works without a network. */
  readonly extraAddresses?: readonly string[];
  /** Default `loopback` where the server listens on loopback and no other option names another address, else `client`. */
  readonly reach?: MediaReach;
  /** Addresses, and networks like `10.0.0.0/8`, that media may be sent to as well. */
  readonly allow?: readonly string[];
}
