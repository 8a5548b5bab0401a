import { Duplex } from 'node:stream';

const broken = (code: 'ECONNRESET' | 'EPIPE', call: string): Error =>
  Object.assign(new Error(`${call} ${code}`), { code });

/**
 * One end of a connection in memory. Unlike with Node's `duplexPair`, destroying one end also ends the other: a server
 * sees its client disconnect, and a client its server.
 */
class PairEnd extends Duplex {
  #other: PairEnd | undefined;
  #onRead: (() => void) | undefined;
  #ended = false;

  static pair(): [client: PairEnd, server: PairEnd] {
    const [client, server] = [new PairEnd(), new PairEnd()];
    client.#other = server;
    server.#other = client;
    return [client, server];
  }

  /** Like that of `net.Socket`: the other end sees a reset. */
  resetAndDestroy(): this {
    this.#other?.destroy(broken('ECONNRESET', 'read'));
    return this.destroy();
  }

  override _read(): void {
    const onRead = this.#onRead;
    this.#onRead = undefined;
    onRead?.();
  }

  override _write(piece: Buffer, _encoding: BufferEncoding, done: (error?: Error) => void): void {
    const other = this.#other;
    if (!other || other.destroyed) return done(broken('EPIPE', 'write'));
    // Done once it is read, so that a slow reader slows the writer.
    other.#onRead = done;
    other.push(piece);
  }

  override _final(done: () => void): void {
    this.#endOther();
    done();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this._read();
    this.#endOther();
    done(error);
  }

  /** The other end reads what was written, then its end. */
  #endOther(): void {
    const other = this.#other;
    if (!other || other.#ended || other.destroyed) return;
    other.#ended = true;
    other.push(null);
  }
}

/** A connection in memory: bytes written at one end are read at the other. */
export const socketPair = (): [client: Duplex, server: Duplex] => PairEnd.pair();
