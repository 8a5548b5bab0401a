/** How media reaches this process. */
export interface IceOptions {
  /** First and last UDP port to bind; default any free port. The two must differ. */
  readonly portRange?: readonly [number, number];
  /** Address in candidates instead of the host's own, for a container whose ports are published elsewhere. */
  readonly advertisedAddress?: string;
  /** Addresses to bind beside those of the host's interfaces; default 127.0.0.1, so media works without a network. */
  readonly extraAddresses?: readonly string[];
}
