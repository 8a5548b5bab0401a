import type { WebCodecs } from '../codecs/web-codecs.js';
import { FrameAssembler } from './frame-assembler.js';
import { decodes, FrameTransformer, type TransformerHost } from './frame-transformer.js';
import type { VideoCodec, VideoInputPacket } from './media-types.js';
import { ReorderBuffer } from './reorder-buffer.js';

/** After this many failures in a row the pipeline gives up until the input changes. */
const MAX_FAILURES = 3;

/** What a pipeline needs from its renderer, and what it reports. */
export interface PipelineHost extends Omit<TransformerHost, 'failed'> {
  /** A failure made the pipeline start over, or give up: see `failure`. */
  statusChanged(): void;
}

/** From the publisher's packets to transformed frames: order, assemble, decode, draw, encode. */
export class TransformPipeline {
  readonly #assembler: FrameAssembler;
  readonly #reorder = new ReorderBuffer();
  readonly #transformer: FrameTransformer;
  #input: VideoCodec | undefined;
  #failures = 0;
  #failure: string | undefined;

  constructor(codecs: WebCodecs, host: PipelineHost) {
    this.#assembler = new FrameAssembler(() => host.requestInputKeyFrame());
    this.#transformer = new FrameTransformer(codecs, {
      size: host.size,
      painter: () => host.painter(),
      outputCodec: () => host.outputCodec(),
      requestInputKeyFrame: () => host.requestInputKeyFrame(),
      frame: (...frame) => {
        this.#failures = 0;
        host.frame(...frame);
      },
      failed: (what, error) => {
        this.#failures++;
        if (this.#failures >= MAX_FAILURES)
          this.#failure = `${what} (${error instanceof Error ? error.message : 'unknown error'})`;
        host.requestInputKeyFrame();
        host.statusChanged();
      },
    });
  }

  /** Why the pipeline gave up. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** Whether the current input can be transformed. */
  get works(): boolean {
    return this.#failure === undefined && this.#input !== undefined && decodes(this.#input);
  }

  setInput(codec: VideoCodec | undefined): void {
    this.#input = codec;
    this.#failure = undefined;
    this.#failures = 0;
    this.#transformer.reset();
  }

  push(packet: VideoInputPacket): void {
    for (const ordered of this.#reorder.push(packet)) {
      const frame = this.#assembler.push(ordered);
      if (frame && this.#input) this.#transformer.push(this.#input, frame);
    }
  }

  requestKeyFrame(): void {
    this.#transformer.requestKeyFrame();
  }

  close(): void {
    this.#transformer.reset();
  }
}
