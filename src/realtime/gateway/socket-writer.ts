import type { WebSocket } from 'ws';
import { nextTurn, pause } from '../../world/time/host-time.js';
import { closeOnError } from './close-on-error.js';
import { closeSocket } from './close-socket.js';

/** With more than this unread the client is disconnected at once. */
const MAX_UNREAD_BYTES = 64 * 1024 * 1024;
/** With more than this unread `drained` waits, and disconnects the client after `MAX_POLLS`, in real time. */
const HIGH_WATER_BYTES = 1024 * 1024;
const POLL_MS = 20;
const MAX_POLLS = 500;
const UNREAD = 'client does not read';

/** The sending half of a socket: bounded, because a client may stop reading. */
export class SocketWriter {
  #closing = false;

  constructor(
    readonly socket: WebSocket,
    /** Called when the connection was cut from this side, with the reason. */
    readonly onCut: (reason: string) => void,
    readonly defect: (error: unknown) => void,
  ) {}

  get isOpen(): boolean {
    return !this.#closing && this.socket.readyState === this.socket.OPEN;
  }

  send(message: object): void {
    this.socket.send(JSON.stringify(message));
    if (this.socket.bufferedAmount > MAX_UNREAD_BYTES) this.cut(UNREAD);
  }

  /** A turn later, as the service does: a client reads the message before the close on its own (facts: sdk-javascript-0.2.md 3.2). */
  close(code: number, reason: string): void {
    this.#closing = true;
    nextTurn(closeOnError(this.socket, this.defect, () => closeSocket(this.socket, code, reason)));
  }

  /** Ends the connection without a close frame. */
  cut(reason: string): void {
    this.socket.terminate();
    this.onCut(reason);
  }

  /** Resolves when the client has read most of what it was sent; undefined when it already has. */
  drained(): Promise<void> | undefined {
    return this.#isBehind ? this.#drain() : undefined;
  }

  get #isBehind(): boolean {
    return this.isOpen && this.socket.bufferedAmount > HIGH_WATER_BYTES;
  }

  async #drain(): Promise<void> {
    for (let polls = 0; this.#isBehind; polls++) {
      if (polls === MAX_POLLS) return this.cut(UNREAD);
      await pause(POLL_MS);
    }
  }
}
