import { Duplex } from 'node:stream';

const broken = (code: 'ECONNRESET' | 'EPIPE', call: string): Error =>
  Object.assign(new Error(`${call} ${code}`), { code });

/**
 * One end of a connection in memory. Unlike node's own `duplexPair`, an end that is destroyed is gone for the other
 * one, too: a server sees its client leave, and a client that its server hung up.
 */
class PairEnd extends Duplex {
  #other: PairEnd | undefined;
  #taken: (() => void) | undefined;
  #ended = false;

  static pair(): [client: PairEnd, server: PairEnd] {
    const [client, server] = [new PairEnd(), new PairEnd()];
    client.#other = server;
    server.#other = client;
    return [client, server];
  }

  /** As `net.Socket` has it: the other end sees a reset. */
  resetAndDestroy(): this {
    this.#other?.destroy(broken('ECONNRESET', 'read'));
    return this.destroy();
  }

  override _read(): void {
    const taken = this.#taken;
    this.#taken = undefined;
    taken?.();
  }

  override _write(piece: Buffer, _encoding: BufferEncoding, done: (error?: Error) => void): void {
    const other = this.#other;
    if (!other || other.destroyed) return done(broken('EPIPE', 'write'));
    // Written once it is read, so that a slow reader slows the writer.
    other.#taken = done;
    other.push(piece);
  }

  override _final(done: () => void): void {
    this.#hangUp();
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this._read();
    this.#hangUp();
    done(error);
  }

  /** The other end reads to its end what was written, and then no more. */
  #hangUp(): void {
    const other = this.#other;
    if (!other || other.#ended || other.destroyed) return;
    other.#ended = true;
    other.push(null);
  }
}

/** A connection: what is written at one end is read at the other. */
export const socketPair = (): [client: Duplex, server: Duplex] => PairEnd.pair();
