import type { RawData, WebSocket } from 'ws';
import { ApiError } from '../../contract/errors.js';
import type { RealtimeServerMessage } from '../../contract/types.js';
import type { Account } from '../../world/accounts/account.js';
import type { MediaLayer, OpenPeer } from '../media/media-layer.js';
import { rejectionFor } from '../rejection.js';
import { errorMessage } from '../session/messages.js';
import { closeOnError } from './close-on-error.js';
import { closeSocket } from './close-socket.js';
import { recordFrame } from './frame-journal.js';
import { readFrame } from './read-frame.js';
import { SocketWriter } from './socket-writer.js';

export interface ViewerOptions {
  readonly account: Account;
  readonly sessionId: string;
  readonly watched: OpenPeer;
  readonly media: MediaLayer;
  readonly candidatesInAnswer: boolean;
  readonly clientAddress: string | undefined;
  readonly defect: (error: unknown) => void;
}

/** Offers that may be in work; more is a flood. */
const MAX_OFFERS = 16;

/** The socket of a viewer of a direct session. It offers, gets the session's output, and is not billed. */
export class ViewerConnection {
  #opening: Promise<OpenPeer> | undefined;
  /** Offers in work. */
  #answering = 0;
  readonly #writer: SocketWriter;

  constructor(
    readonly socket: WebSocket,
    readonly options: ViewerOptions,
  ) {
    const { defect } = options;
    this.#writer = new SocketWriter(socket, nothing, defect);
    socket.on('message', closeOnError(socket, defect, this.#read));
    // 'close' follows.
    socket.on('error', nothing);
    socket.on('close', () => {
      this.#opening?.then((peer) => peer.close()).catch(defect);
    });
  }

  #send(message: RealtimeServerMessage): void {
    if (!this.#writer.isOpen) return;
    recordFrame(this.options.account, this.options.sessionId, 'out', message);
    this.#writer.send(message);
  }

  readonly #read = (data: RawData, isBinary: boolean): void => {
    const { account, sessionId, defect } = this.options;
    const frame = readFrame(data, isBinary);
    if (frame.kind === 'invalid') return this.#send(errorMessage(frame.problem));
    if (frame.kind === 'unknown') return;
    const { message } = frame;
    recordFrame(account, sessionId, 'in', message);
    if (message.type === 'offer') {
      if (this.#answering >= MAX_OFFERS) return closeSocket(this.socket, 1008, 'Too many messages at once');
      this.#answering++;
      this.#answer(message.sdp)
        .catch((error: unknown) => this.#refuse(error))
        .finally(() => this.#answering--);
    } else if (message.type === 'ice-candidate') {
      const { candidate } = message;
      this.#openPeer()
        .then((peer) => peer.addCandidate(candidate))
        .catch(defect);
    }
  };

  #refuse(error: unknown): void {
    if (!(error instanceof ApiError)) return this.#send(errorMessage('The offer could not be applied'));
    const { text, retryAfterSeconds, closeCode, reason } = rejectionFor(error);
    this.#send(errorMessage(text, retryAfterSeconds));
    closeSocket(this.socket, closeCode, reason);
  }

  async #answer(offer: string): Promise<void> {
    const peer = await this.#openPeer();
    this.#send({ type: 'answer', sdp: await peer.answer(offer) });
    peer.begin();
  }

  #openPeer(): Promise<OpenPeer> {
    const { media, watched, candidatesInAnswer, clientAddress } = this.options;
    return (this.#opening ??= media.openPeer({
      events: { flow: nothing, mediaLost: nothing, mediaRestored: nothing },
      candidate: (candidate) => this.#send({ type: 'ice-candidate', candidate }),
      candidatesInAnswer,
      clientAddress,
      iceNeverConnects: false,
      viewerOf: watched,
    }));
  }
}

const nothing = (): void => undefined;
