/** Bytes of an upload, in memory or in a temporary file; read as a stream, never held twice. */
export interface StoredBlob {
  readonly size: number;
  /** The first bytes, enough to detect the format. */
  readonly head: Uint8Array;
  read(start?: number, end?: number): AsyncIterable<Uint8Array>;
  /** Lower-case hex; computed on each call. */
  sha256(): Promise<string>;
  /** Frees the bytes. Reading afterwards fails. */
  dispose(): void;
}

/** An upload as a client sent it. */
export interface Upload {
  readonly blob: StoredBlob;
  readonly filename: string | null;
  /** Detected from the bytes; SDKs often send application/octet-stream (facts: sdk-javascript.md 10.2). */
  readonly mime: string;
  readonly kind: 'video' | 'image' | 'unknown';
}
