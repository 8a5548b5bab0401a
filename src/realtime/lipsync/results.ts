import { ApiError } from '../../contract/errors.js';
import { loudnessOf } from '../../media/codecs/loudness.js';
import { pause } from '../../world/time/host-time.js';
import type { Chunk } from './chunk-assembler.js';
import { CHUNK_PICTURES, soundUnder } from './chunks.js';
import { roomBeside, syncedResult } from './messages.js';
import type { PictureMeter } from './picture-meter.js';
import { SerialQueue } from './serial-queue.js';
import type { LipsyncPorts } from './types.js';

const NO_SOUND = Buffer.alloc(0);

/** The session, as its results see it. */
export interface ResultsHost {
  readonly ports: Pick<LipsyncPorts, 'send' | 'drained' | 'defect'>;
  readonly ended: boolean;
  /** Sends an error; the session goes on. */
  refuse(problem: string): void;
  /** Sends an error and closes. */
  fail(error: ApiError): void;
  /** A chunk was answered with this many results. */
  answered(chunk: Chunk, results: number): void;
}

/** Makes and sends the results of chunks, in order. The first result of a chunk carries its sound. */
export class Results {
  readonly #queue: SerialQueue;

  constructor(
    readonly host: ResultsHost,
    readonly meter: PictureMeter,
  ) {
    this.#queue = new SerialQueue((error) => host.ports.defect(error));
  }

  /** Chunks that wait for their results. */
  get waiting(): number {
    // Two steps each: the results, and the wait for the client.
    return Math.ceil(this.#queue.waiting / 2);
  }

  /** Resolves when every chunk so far is answered. */
  idle(): Promise<void> {
    return this.#queue.idle();
  }

  /**
   * Resolves when the chunk is answered. The next one waits until the client has read most of it; a move of the clock does
   * not. `fps`: the pictures of a billed second.
   */
  add(chunk: Chunk, fps: number): Promise<void> {
    const answered = this.#queue.add(() => this.#answer(chunk, fps));
    void this.#queue.add(async () => this.host.ports.drained());
    return answered;
  }

  async #answer(chunk: Chunk, fps: number): Promise<void> {
    const loudness = Array.from({ length: CHUNK_PICTURES }, (_, at) =>
      loudnessOf(soundUnder(chunk.sound, at)),
    );
    let { sound } = chunk;
    let results = 0;
    for (const [index, { number, picture }] of chunk.pictures.entries()) {
      const rendered = await picture.render({ number, loudness, index }, roomBeside(sound.length));
      if (this.host.ended) return;
      if (!rendered) {
        this.host.refuse(`Picture ${number} cannot be sent back: it does not fit into a message of 1 MiB`);
        continue;
      }
      this.host.ports.send(syncedResult(rendered, sound));
      sound = NO_SOUND;
      results++;
      if (!(await this.#bill(fps))) return;
      // Other sessions get a turn between two pictures.
      await pause(0);
    }
    this.host.answered(chunk, results);
  }

  async #bill(fps: number): Promise<boolean> {
    try {
      await this.meter.count(fps);
      return true;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.host.fail(error);
      return false;
    }
  }
}
