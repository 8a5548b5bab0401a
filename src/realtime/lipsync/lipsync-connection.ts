import type { RawData, WebSocket } from 'ws';
import type { LipsyncServerMessage } from '../../contract/types.js';
import { closeOnError } from '../gateway/close-on-error.js';
import { SocketWriter } from '../gateway/socket-writer.js';
import { errorText } from '../rejection.js';
import { LipsyncSession } from './lipsync-session.js';
import { readMessage } from './read-message.js';
import type { LipsyncPorts, LipsyncTerms } from './types.js';

const ABNORMAL = 1006;
const INTERNAL_ERROR = 1011;

export interface LipsyncConnectionOptions {
  readonly defect: (error: unknown) => void;
  readonly onClose: () => void;
  /** A rule's effect: receives everything and answers nothing. */
  readonly silent: boolean;
}

/** One LipSync Live socket with its session. */
export class LipsyncConnection implements LipsyncPorts {
  readonly session: LipsyncSession;
  readonly #writer: SocketWriter;

  constructor(
    readonly socket: WebSocket,
    id: string,
    terms: LipsyncTerms,
    readonly options: LipsyncConnectionOptions,
  ) {
    const { defect } = options;
    this.#writer = new SocketWriter(socket, (reason) => this.#finish('crash', reason), defect);
    this.session = new LipsyncSession(id, terms, this);
    socket.on('message', closeOnError(socket, defect, this.#read));
    socket.on('close', closeOnError(socket, defect, this.#disconnected));
    // 'close' follows.
    socket.on('error', () => undefined);
  }

  send(message: LipsyncServerMessage): void {
    if (!this.options.silent && this.#writer.isOpen) this.#writer.send(message);
  }

  close(code: number, reason: string): void {
    this.#writer.close(code, reason);
    this.#finish('clean', `closed ${code}: ${reason}`);
  }

  drop(): void {
    this.#writer.cut('dropped');
  }

  read(on: boolean): void {
    if (on) this.socket.resume();
    else this.socket.pause();
  }

  drained(): Promise<void> | undefined {
    return this.#writer.drained();
  }

  defect(error: unknown): void {
    this.options.defect(error);
    this.session.refuse(errorText('internal'));
    this.close(INTERNAL_ERROR, 'Internal server error');
  }

  readonly #read = (data: RawData, isBinary: boolean): void => {
    if (!this.session.ended) this.session.receive(readMessage(data, isBinary));
  };

  readonly #disconnected = (code: number): void => {
    if (code === ABNORMAL) this.#finish('crash', 'connection lost');
    else this.#finish('clean', 'client_ended');
  };

  #finish(how: 'clean' | 'crash', reason: string): void {
    if (this.session.ended) return;
    this.session.finish(how, reason);
    // A paused socket would never see the client's close.
    this.socket.resume();
    this.options.onClose();
  }
}
