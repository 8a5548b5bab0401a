/** An API key of LiveKit and its secret. They sign and check the tokens of rooms: their holder may do everything in every room. */
export interface KeyPair {
  readonly key: string;
  readonly secret: string;
}
