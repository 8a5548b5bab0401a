import type { RawData, WebSocket } from 'ws';
import type { RealtimeServerMessage } from '../../contract/types.js';
import { DirectDialect, type DirectOptions } from '../dialects/direct.js';
import { LivekitDialect, type LivekitOptions } from '../dialects/livekit.js';
import { errorMessage } from '../session/messages.js';
import { Session } from '../session/session.js';
import type { SessionPorts, SessionTerms } from '../session/types.js';
import { closeOnError } from './close-on-error.js';
import { recordFrame } from './frame-journal.js';
import { readFrame } from './read-frame.js';
import { SocketWriter } from './socket-writer.js';

const ABNORMAL = 1006;

export interface RealtimeConnectionOptions extends DirectOptions, LivekitOptions {
  readonly defect: (error: unknown) => void;
  readonly onClose: () => void;
}

/** One control socket with its session. The client's first message selects the dialect. */
export class RealtimeConnection implements SessionPorts {
  readonly session: Session;
  readonly #writer: SocketWriter;
  #livekit: LivekitDialect | undefined;
  #direct: DirectDialect | undefined;

  constructor(
    readonly socket: WebSocket,
    id: string,
    terms: SessionTerms,
    readonly options: RealtimeConnectionOptions,
    /** A rule's effect: receives everything and answers nothing. */
    readonly silent: boolean,
  ) {
    this.session = new Session(id, terms, this);
    this.#writer = new SocketWriter(socket, (reason) => this.#finish('crash', reason), options.defect);
    socket.on('message', closeOnError(socket, options.defect, this.#read));
    socket.on('close', closeOnError(socket, options.defect, this.#disconnected));
    // 'close' follows, with a code for the invalid frame.
    socket.on('error', ignore);
  }

  /** The direct dialect, for viewers. */
  get direct(): DirectDialect | undefined {
    return this.#direct;
  }

  send(message: RealtimeServerMessage): void {
    if (this.silent || !this.#writer.isOpen) return;
    recordFrame(this.session.terms.account, this.session.id, 'out', message);
    this.#writer.send(message);
  }

  close(code: number, reason: string): void {
    this.#writer.close(code, reason);
    this.#finish('clean', `closed ${code}`);
  }

  drop(): void {
    this.#writer.cut('dropped');
  }

  drained(): Promise<void> | undefined {
    return this.#writer.drained();
  }

  defect(error: unknown): void {
    this.options.defect(error);
  }

  readonly #read = (data: RawData, isBinary: boolean): void => {
    if (this.session.closed) return;
    const frame = readFrame(data, isBinary);
    const { account } = this.session.terms;
    const shown =
      frame.kind === 'message' ? frame.message : 'type' in frame ? { type: frame.type ?? '' } : undefined;
    recordFrame(account, this.session.id, 'in', shown);
    if (this.silent || frame.kind === 'unknown') return;
    if (frame.kind === 'invalid') return this.send(errorMessage(frame.problem));
    const { message } = frame;
    switch (message.type) {
      case 'livekit_join':
        return this.#livekitDialect().join(message);
      case 'prompt':
      case 'set_image':
        if (!this.#livekit) this.#directDialect();
        return this.session.receive(message);
      case 'offer':
      case 'answer':
      case 'ice-candidate':
        return this.#directDialect().signal(message);
      default:
        // switch_camera and observability change nothing here.
        return;
    }
  };

  readonly #disconnected = (code: number): void => {
    if (code === ABNORMAL) this.#finish('crash', 'connection lost');
    else this.#finish('clean', 'client_ended');
  };

  #livekitDialect(): LivekitDialect {
    return (this.#livekit ??= new LivekitDialect(this.session, this.options));
  }

  #directDialect(): DirectDialect {
    return (this.#direct ??= new DirectDialect(this.session, this.options));
  }

  #finish(how: 'clean' | 'crash', reason: string): void {
    if (this.session.closed) return;
    this.session.finish(how, reason);
    Promise.all([this.#livekit?.close(), this.#direct?.close()]).catch(this.options.defect);
    this.options.onClose();
  }
}

const ignore = (): void => undefined;
