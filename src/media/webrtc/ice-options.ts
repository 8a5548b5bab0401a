/** How media reaches this process. */
export interface IceOptions {
  /** UDP ports to bind, inclusive; default any free one. The two must differ. */
  readonly portRange?: readonly [number, number];
  /** Address to tell clients instead of the host's own, for a container whose ports are published elsewhere. */
  readonly advertisedAddress?: string;
  /** Addresses to bind beside those of the host's interfaces; default 127.0.0.1, which has to work without a network. */
  readonly extraAddresses?: readonly string[];
}
