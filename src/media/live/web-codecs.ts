/**
 * The part of WebCodecs that `transform` uses, as `@napi-rs/webcodecs` implements it in Node. Written down here because
 * the package is optional: nothing may import it, not even its types, before it is known to be there.
 */
export interface WebCodecs {
  readonly VideoDecoder: new (init: CodecInit<DecodedFrame>) => VideoDecoder;
  readonly VideoEncoder: new (init: CodecInit<EncodedChunk>) => VideoEncoder;
  readonly EncodedVideoChunk: new (init: {
    type: 'key' | 'delta';
    timestamp: number;
    data: Uint8Array;
  }) => EncodedChunk;
  readonly VideoFrame: new (
    data: Uint8Array,
    init: { format: 'I420'; codedWidth: number; codedHeight: number; timestamp: number },
  ) => DecodedFrame;
}

interface CodecInit<Output> {
  output(value: Output): void;
  error(error: Error): void;
}

export interface VideoDecoder {
  configure(config: { codec: string; optimizeForLatency?: boolean }): void;
  decode(chunk: EncodedChunk): void;
  close(): void;
  readonly state: string;
  readonly decodeQueueSize: number;
}

export interface VideoEncoder {
  configure(config: {
    codec: string;
    width: number;
    height: number;
    bitrate: number;
    framerate: number;
    latencyMode: 'realtime';
    avc?: { format: 'annexb' };
  }): void;
  encode(frame: DecodedFrame, options: { keyFrame: boolean }): void;
  close(): void;
  readonly state: string;
  readonly encodeQueueSize: number;
}

export interface EncodedChunk {
  readonly type: string;
  readonly timestamp: number;
  readonly byteLength: number;
  copyTo(target: Uint8Array): void;
}

export interface DecodedFrame {
  readonly format: string | null;
  readonly codedWidth: number;
  readonly codedHeight: number;
  readonly timestamp: number;
  allocationSize(): number;
  copyTo(target: Uint8Array): Promise<unknown>;
  close(): void;
}

const PACKAGE = '@napi-rs/webcodecs';

/** Loads the optional package, or says what is missing. */
export async function loadWebCodecs(): Promise<{ codecs: WebCodecs } | { missing: string }> {
  try {
    return { codecs: (await import(PACKAGE)) as WebCodecs };
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'unknown error';
    const absent = why.startsWith('Cannot find package') || why.startsWith('Cannot find module');
    return { missing: absent ? `${PACKAGE} is not installed` : `${PACKAGE} cannot be loaded (${why})` };
  }
}
