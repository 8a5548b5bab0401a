import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createContext, runInContext } from 'node:vm';

interface WorkerScope {
  readonly onmessage: (event: { data: object }) => void;
}

/** What a browser hands to the worker: the bytes of an encoded frame, which the worker replaces. */
class WorkerFrame {
  readonly timestamp = 0;

  constructor(public data: ArrayBuffer) {}

  getMetadata(): object {
    return { rtpTimestamp: 1, synchronizationSource: 1 };
  }
}

/** The published worker of livekit-client, which appends trailers to encoded frames and cuts them off. */
export class FrameWorker {
  readonly #found: bigint[] = [];
  readonly #encode: (frame: WorkerFrame) => Promise<WorkerFrame>;
  readonly #decode: (frame: WorkerFrame) => Promise<WorkerFrame>;

  constructor() {
    const path = createRequire(import.meta.url).resolve('livekit-client/frame-metadata-worker');
    const postMessage = (message: { data?: { metadata: { userTimestamp: bigint } } }): void => {
      if (message.data) this.#found.push(message.data.metadata.userTimestamp);
    };
    // The worker assigns `onmessage` in strict mode, which needs the name to exist.
    const scope: Record<string, unknown> = {
      onmessage: null,
      TransformStream,
      TextEncoder,
      TextDecoder,
      postMessage,
    };
    scope['self'] = createContext(scope);
    runInContext(readFileSync(path, 'utf8'), scope);
    const { onmessage } = scope as unknown as WorkerScope;
    const pipeline = (kind: 'encode' | 'decode', options: object) => {
      const [input, output] = [new TransformStream(), new TransformStream()];
      onmessage({
        data: { kind, data: { readableStream: input.readable, writableStream: output.writable, ...options } },
      });
      const [writer, reader] = [input.writable.getWriter(), output.readable.getReader()];
      return async (frame: WorkerFrame): Promise<WorkerFrame> => {
        await writer.write(frame);
        return (await reader.read()).value as WorkerFrame;
      };
    };
    this.#encode = pipeline('encode', { packetTrailer: { timestamp: true } });
    this.#decode = pipeline('decode', { trackId: 'track', hasPacketTrailer: true });
  }

  /** The frame as a publisher sends it: with the present time in its trailer. */
  async encode(frame: Uint8Array): Promise<Buffer> {
    return Buffer.from((await this.#encode(new WorkerFrame(copy(frame)))).data);
  }

  /** The frame as a receiver's decoder gets it, and the time in its trailer. */
  async decode(frame: Uint8Array): Promise<{ data: Buffer; captureTime: bigint | undefined }> {
    this.#found.length = 0;
    const { data } = await this.#decode(new WorkerFrame(copy(frame)));
    return { data: Buffer.from(data), captureTime: this.#found[0] };
  }
}

const copy = (bytes: Uint8Array): ArrayBuffer => Uint8Array.from(bytes).buffer;
