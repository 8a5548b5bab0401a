import type { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import { ApiError } from '../../contract/errors.js';
import { patientPause } from '../../world/time/host-time.js';
import type { TextShare } from '../../world/text/text-budget.js';
import { closeSocket } from './close-socket.js';

/** What a piece of a message takes beside its bytes: a buffer, its store, and its place in a list. Estimated. */
const PIECE_BYTES = 256;
/** How long a refused client has to read the close, in real time. */
const CLOSE_MS = 500;
const TRY_AGAIN_LATER = 1013;
/** Of a frame from a client: two bytes and the mask. Longer payloads have a longer header. */
const HEADER_BYTES = 6;

const frameBytes = (payload: number): number =>
  HEADER_BYTES + payload + (payload < 126 ? 0 : payload < 65_536 ? 2 : 8);

/**
 * What one socket holds of a message that has not ended. The bytes are counted on the connection, because a message is
 * seen only when it is whole.
 */
class UnfinishedMessage {
  #bytes = 0;
  #pieces = 0;
  #charged = 0;
  #latest = 0;
  #isSeen = false;

  constructor(
    readonly webSocket: WebSocket,
    readonly share: TextShare,
  ) {}

  /** @throws ApiError text_full */
  add(bytes: number): void {
    if (!this.#isSeen) this.#listen();
    this.#latest = bytes;
    this.#bytes += bytes;
    this.#pieces++;
    this.#charge();
  }

  /** A frame has ended that is no part of the message. */
  skip(payload: number): void {
    this.#bytes = Math.max(0, this.#bytes - frameBytes(payload));
    if (this.#bytes === 0) this.#pieces = 0;
    this.#charge();
  }

  /** The message has ended. At most the rest of the latest piece belongs to the next one. */
  end(payload: number): void {
    this.#bytes = Math.min(Math.max(0, this.#bytes - frameBytes(payload)), this.#latest);
    this.#pieces = this.#bytes > 0 ? 1 : 0;
    this.#charge();
  }

  close(): void {
    this.share.give(this.#charged);
    this.#charged = 0;
  }

  /** With the first piece, because thousands may be idle. Before others see a message, it is charged no more. */
  #listen(): void {
    this.#isSeen = true;
    const { webSocket } = this;
    (webSocket as Watched)[MESSAGE] = this;
    webSocket.prependListener('message', onMessage).prependListener('close', onClose);
    webSocket.on('ping', onControl).on('pong', onControl);
  }

  #charge(): void {
    const due = this.#bytes + this.#pieces * PIECE_BYTES;
    const more = due - this.#charged;
    if (more > 0) this.share.take(more);
    else this.share.give(-more);
    this.#charged = due;
  }
}

/** Found by the listeners, which all sockets share: thousands may be idle. */
const MESSAGE = Symbol('unfinished message');

interface Watched {
  [MESSAGE]?: UnfinishedMessage;
}

/**
 * Charges what the socket holds of an unfinished message to `share`. When there is no room, the socket gets a close 1013
 * and is read no more. The code is inferred.
 * @param connection what the socket reads from
 */
export function watchUnfinished(webSocket: WebSocket, connection: Duplex, share: TextShare): void {
  (connection as Watched)[MESSAGE] = new UnfinishedMessage(webSocket, share);
  // Before the socket reads it: a message that the piece ends is counted in whole.
  connection.prependListener('data', onData);
}

function onData(this: Duplex, piece: Buffer): void {
  const message = (this as Watched)[MESSAGE];
  if (!message) return;
  try {
    message.add(piece.length);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    // What still comes is dropped, so that the client can read the close.
    this.removeAllListeners('data').resume();
    closeSocket(message.webSocket, TRY_AGAIN_LATER, error.message);
    void patientPause(CLOSE_MS).then(() => message.webSocket.terminate());
  }
}

function onMessage(this: WebSocket, data: RawData): void {
  const size = Array.isArray(data) ? data.reduce((sum, one) => sum + one.length, 0) : data.byteLength;
  (this as Watched)[MESSAGE]?.end(size);
}

function onControl(this: WebSocket, data: Buffer): void {
  (this as Watched)[MESSAGE]?.skip(data.length);
}

function onClose(this: WebSocket): void {
  (this as Watched)[MESSAGE]?.close();
}
