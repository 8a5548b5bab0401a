import type { RawData, WebSocket } from 'ws';
import type { RealtimeServerMessage } from '../../contract/types.js';
import { pause } from '../../world/time/host-time.js';
import { DirectDialect, type DirectOptions } from '../dialects/direct.js';
import { LivekitDialect } from '../dialects/livekit.js';
import { errorMessage } from '../session/messages.js';
import { Session, type SessionPorts, type SessionTerms } from '../session/session.js';
import { closeSocket } from './close-socket.js';
import { guarded } from './guarded.js';
import { recordFrame } from './frame-journal.js';
import { readFrame } from './read-frame.js';

/** A client that does not read what it is sent is let go at this; bytes. */
const MAX_UNREAD = 64 * 1024 * 1024;
/** With more than this unread a client is waited for, so many times so long, in real time, before it is let go. */
const MUCH_UNREAD = 1024 * 1024;
const READ_MS = 20;
const READ_TIMES = 500;
const UNREAD = 'client does not read';
const ABNORMAL = 1006;

export interface RealtimeConnectionOptions extends DirectOptions {
  /** `ws://host:port` as this client reached it. */
  readonly ownUrl: string;
  readonly defect: (error: unknown) => void;
  readonly closed: (connection: RealtimeConnection) => void;
}

/** One control socket: its session, and the dialect that its first message tells. */
export class RealtimeConnection implements SessionPorts {
  readonly session: Session;
  #livekit: LivekitDialect | undefined;
  #direct: DirectDialect | undefined;

  constructor(
    readonly socket: WebSocket,
    id: string,
    terms: SessionTerms,
    readonly options: RealtimeConnectionOptions,
    /** Takes everything and answers nothing, by rule. */
    readonly mute: boolean,
  ) {
    this.session = new Session(id, terms, this);
    socket.on('message', guarded(socket, options.defect, this.#read));
    socket.on('close', guarded(socket, options.defect, this.#gone));
    // What is wrong with a frame shows as a close code; there is nothing to add.
    socket.on('error', ignore);
  }

  /** The direct session's output, for viewers. */
  get direct(): DirectDialect | undefined {
    return this.#direct;
  }

  send(message: RealtimeServerMessage): void {
    if (this.mute || this.socket.readyState !== this.socket.OPEN) return;
    recordFrame(this.session.terms.account, this.session.id, 'out', message);
    this.socket.send(JSON.stringify(message));
    if (this.socket.bufferedAmount > MAX_UNREAD) this.#cut(UNREAD);
  }

  close(code: number, reason: string): void {
    closeSocket(this.socket, code, reason);
    this.#finish('clean', `closed ${code}`);
  }

  drop(): void {
    this.#cut('dropped');
  }

  caughtUp(): Promise<void> | undefined {
    return this.#lags ? this.#catchUp() : undefined;
  }

  defect(error: unknown): void {
    this.options.defect(error);
  }

  readonly #read = (data: RawData, isBinary: boolean): void => {
    if (this.session.over) return;
    const frame = readFrame(data, isBinary);
    const { account } = this.session.terms;
    const shown =
      frame.kind === 'message' ? frame.message : 'type' in frame ? { type: frame.type ?? '' } : undefined;
    recordFrame(account, this.session.id, 'in', shown);
    if (this.mute || frame.kind === 'unknown') return;
    if (frame.kind === 'bad') return this.send(errorMessage(frame.reason));
    const { message } = frame;
    switch (message.type) {
      case 'livekit_join':
        this.#livekit ??= this.#livekitDialect();
        return this.#livekit.join(message);
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

  readonly #gone = (code: number): void => {
    if (code === ABNORMAL) this.#finish('crash', 'connection lost');
    else this.#finish('clean', 'client_ended');
  };

  #livekitDialect(): LivekitDialect {
    const { media, output, ownUrl } = this.options;
    return new LivekitDialect(this.session, media, output, ownUrl);
  }

  #directDialect(): DirectDialect {
    return (this.#direct ??= new DirectDialect(this.session, this.options));
  }

  get #lags(): boolean {
    return this.socket.readyState === this.socket.OPEN && this.socket.bufferedAmount > MUCH_UNREAD;
  }

  async #catchUp(): Promise<void> {
    for (let times = 0; this.#lags; times++) {
      if (times === READ_TIMES) return this.#cut(UNREAD);
      await pause(READ_MS);
    }
  }

  #cut(reason: string): void {
    this.socket.terminate();
    this.#finish('crash', reason);
  }

  #finish(how: 'clean' | 'crash', reason: string): void {
    if (this.session.over) return;
    this.session.finish(how, reason);
    Promise.all([this.#livekit?.close(), this.#direct?.close()]).catch(this.options.defect);
    this.options.closed(this);
  }
}

const ignore = (): void => undefined;
