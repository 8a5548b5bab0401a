import { WebSocket, type RawData } from 'ws';
import type { RealtimeServerMessage } from '../../contract/types.js';
import { DirectDialect, type DirectOptions } from '../dialects/direct.js';
import { LivekitDialect, type LivekitOptions } from '../dialects/livekit.js';
import type { Refusal } from '../rejection.js';
import { patientPause } from '../../world/time/host-time.js';
import { errorMessage } from '../session/messages.js';
import { Session } from '../session/session.js';
import type { SessionRecord } from '../../world/accounts/sessions.js';
import type { SessionPorts, SessionTerms } from '../session/types.js';
import { closeOnError } from './close-on-error.js';
import { closeSocket } from './close-socket.js';
import { recordFrame, type SocketAddress } from './frame-journal.js';
import { readFrame } from './read-frame.js';
import { SocketWriter } from './socket-writer.js';

const ABNORMAL = 1006;
/** How long a room outlives a close that its client does not answer, in real time (facts: sdk-javascript-0.2.md 3.4). */
const CLOSE_ANSWER_MS = 200;
/** How long the room outlives the answer, in real time: a page hears of the two over different sockets. */
const ANSWER_HEARD_MS = 50;

export interface RealtimeConnectionOptions extends DirectOptions, LivekitOptions {
  readonly defect: (error: unknown) => void;
  /** Called with the id of the session when it is over. */
  readonly onClose: (sessionId: string) => void;
}

/**
 * A control socket. It knows its connection, so that all sockets share their listeners, which would be a third of what an
 * idle one takes.
 */
export class ControlSocket extends WebSocket {
  connection: RealtimeConnection | undefined;
}

const GOING_AWAY = 1001;

/** One control socket with its session. The client's first message selects the dialect. */
export class RealtimeConnection implements SessionPorts {
  readonly session: Session;
  /** Created when needed: thousands of sockets may be idle. */
  #sender: SocketWriter | undefined;
  #livekit: LivekitDialect | undefined;
  #direct: DirectDialect | undefined;

  constructor(
    readonly socket: ControlSocket,
    id: string,
    terms: SessionTerms,
    /** The address that the client opened its socket with. */
    address: SocketAddress,
    readonly options: RealtimeConnectionOptions,
    /** A rule's effect: receives everything and answers nothing. */
    readonly silent: boolean,
  ) {
    this.session = new Session(id, terms, this, address);
    socket.connection = this;
    socket.on('message', onMessage);
    socket.on('close', onClose);
    // 'close' follows, with a code for the invalid frame.
    socket.on('error', ignore);
  }

  get record(): SessionRecord {
    return this.session.record;
  }

  /** The account is reset. */
  stop(): void {
    this.abort(GOING_AWAY, 'Account reset');
  }

  get #writer(): SocketWriter {
    const onCut = (reason: string): void => this.#finish('crash', reason);
    return (this.#sender ??= new SocketWriter(this.socket, onCut, this.options.defect));
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

  /** The client gets the close before its media ends, however these two reach it. */
  close(code: number, reason: string): void {
    this.#writer.close(code, reason);
    this.#finish('clean', `closed ${code}`, this.#closeAnswered());
  }

  /** Closes without waiting for the client: its account or the server goes. */
  abort(code: number, reason: string): void {
    closeSocket(this.socket, code, reason);
    this.#finish('clean', `closed ${code}`);
  }

  reject({ text, retryAfterSeconds, closeCode, reason, errorFor }: Refusal): void {
    if (errorFor === 'all' || !this.#livekit) this.send(errorMessage(text, retryAfterSeconds));
    this.close(closeCode, reason);
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

  read(data: RawData, isBinary: boolean): void {
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
  }

  disconnected(code: number): void {
    if (code === ABNORMAL) this.#finish('crash', 'connection lost');
    else this.#finish('clean', 'client_ended');
  }

  #livekitDialect(): LivekitDialect {
    return (this.#livekit ??= new LivekitDialect(this.session, this.options));
  }

  #directDialect(): DirectDialect {
    return (this.#direct ??= new DirectDialect(this.session, this.options));
  }

  /** Ends the session at once, and its media when `mediaEnds` is settled. */
  #finish(how: 'clean' | 'crash', reason: string, mediaEnds?: Promise<void>): void {
    if (this.session.closed) return;
    this.session.finish(how, reason);
    this.options.onClose(this.session.id);
    const closeMedia = () => Promise.all([this.#livekit?.close(), this.#direct?.close()]);
    (mediaEnds ? mediaEnds.then(closeMedia) : closeMedia()).catch(this.options.defect);
  }

  /**
   * JavaScript 0.2 reconnects when its room ends before it knows the reason of the close (facts: sdk-javascript-0.2.md
   * 3.4).
   */
  #closeAnswered(): Promise<void> {
    const { socket } = this;
    if (socket.readyState === socket.CLOSED) return Promise.resolve();
    const answered = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    const heard = answered.then(() => patientPause(ANSWER_HEARD_MS));
    return Promise.race([heard, patientPause(CLOSE_ANSWER_MS)]);
  }
}

function onMessage(this: WebSocket, data: RawData, isBinary: boolean): void {
  const { connection } = this as ControlSocket;
  if (connection) closeOnError(this, connection.options.defect, () => connection.read(data, isBinary))();
}

function onClose(this: WebSocket, code: number): void {
  const { connection } = this as ControlSocket;
  if (connection) closeOnError(this, connection.options.defect, () => connection.disconnected(code))();
}

const ignore = (): void => undefined;
