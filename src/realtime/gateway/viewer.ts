import type { RawData, WebSocket } from 'ws';
import type { RealtimeServerMessage } from '../../contract/types.js';
import type { Account } from '../../world/accounts/account.js';
import type { MediaLayer, OpenPeer } from '../media/media-layer.js';
import { errorMessage } from '../session/messages.js';
import { guarded } from './guarded.js';
import { recordFrame } from './frame-journal.js';
import { readFrame } from './read-frame.js';

/** Somebody who watches a direct session over a socket of their own: offers, is answered, and pays nothing. */
export class Viewer {
  #peer: OpenPeer | undefined;
  #opening: Promise<OpenPeer> | undefined;

  constructor(
    readonly socket: WebSocket,
    readonly account: Account,
    readonly sessionId: string,
    readonly watched: OpenPeer,
    readonly media: MediaLayer,
    readonly candidatesInAnswer: boolean,
    readonly defect: (error: unknown) => void,
  ) {
    socket.on('message', guarded(socket, defect, this.#read));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#peer?.close().catch(defect);
    });
  }

  #send(message: RealtimeServerMessage): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    recordFrame(this.account, this.sessionId, 'out', message);
    this.socket.send(JSON.stringify(message));
  }

  readonly #read = (data: RawData, isBinary: boolean): void => {
    const frame = readFrame(data, isBinary);
    if (frame.kind === 'bad') return this.#send(errorMessage(frame.reason));
    if (frame.kind === 'unknown') return;
    const { message } = frame;
    recordFrame(this.account, this.sessionId, 'in', message);
    if (message.type === 'offer') {
      this.#answer(message.sdp).catch(() => this.#send(errorMessage('The offer could not be applied')));
    } else if (message.type === 'ice-candidate') {
      const { candidate } = message;
      this.#open()
        .then((peer) => peer.addCandidate(candidate))
        .catch(this.defect);
    }
  };

  async #answer(offer: string): Promise<void> {
    const peer = await this.#open();
    this.#send({ type: 'answer', sdp: await peer.answer(offer) });
    peer.begin();
  }

  #open(): Promise<OpenPeer> {
    this.#opening ??= this.media
      .openPeer({
        events: { flow: nothing, left: nothing, returned: nothing },
        candidate: (candidate) => this.#send({ type: 'ice-candidate', candidate }),
        candidatesInAnswer: this.candidatesInAnswer,
        iceNeverConnects: false,
        viewerOf: this.watched,
      })
      .then((peer) => (this.#peer = peer));
    return this.#opening;
  }
}

const nothing = (): void => undefined;
