import type { RawData, WebSocket } from 'ws';
import type { RealtimeServerMessage } from '../../contract/types.js';
import { pause } from '../../world/time/host-time.js';
import { DirectDialect, type DirectOptions } from '../dialects/direct.js';
import { LivekitDialect, type LivekitOptions } from '../dialects/livekit.js';
import { errorMessage } from '../session/messages.js';
import { Session } from '../session/session.js';
import type { SessionPorts, SessionTerms } from '../session/types.js';
import { closeSocket } from './close-socket.js';
import { closeOnError } from './close-on-error.js';
import { recordFrame } from './frame-journal.js';
import { readFrame } from './read-frame.js';

/** With more than this unread the client is disconnected at once. */
const MAX_UNREAD_BYTES = 64 * 1024 * 1024;
/** With more than this unread `drained` waits, and disconnects the client after `MAX_POLLS`, in real time. */
const HIGH_WATER_BYTES = 1024 * 1024;
const POLL_MS = 20;
const MAX_POLLS = 500;
const UNREAD = 'client does not read';
const ABNORMAL = 1006;

export interface RealtimeConnectionOptions extends DirectOptions, LivekitOptions {
  readonly defect: (error: unknown) => void;
  readonly onClose: () => void;
}

/** One control socket with its session. The client's first message selects the dialect. */
export class RealtimeConnection implements SessionPorts {
  readonly session: Session;
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
    if (this.silent || this.socket.readyState !== this.socket.OPEN) return;
    recordFrame(this.session.terms.account, this.session.id, 'out', message);
    this.socket.send(JSON.stringify(message));
    if (this.socket.bufferedAmount > MAX_UNREAD_BYTES) this.#terminate(UNREAD);
  }

  close(code: number, reason: string): void {
    closeSocket(this.socket, code, reason);
    this.#finish('clean', `closed ${code}`);
  }

  drop(): void {
    this.#terminate('dropped');
  }

  drained(): Promise<void> | undefined {
    return this.#isBehind ? this.#drain() : undefined;
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

  get #isBehind(): boolean {
    return this.socket.readyState === this.socket.OPEN && this.socket.bufferedAmount > HIGH_WATER_BYTES;
  }

  async #drain(): Promise<void> {
    for (let polls = 0; this.#isBehind; polls++) {
      if (polls === MAX_POLLS) return this.#terminate(UNREAD);
      await pause(POLL_MS);
    }
  }

  #terminate(reason: string): void {
    this.socket.terminate();
    this.#finish('crash', reason);
  }

  #finish(how: 'clean' | 'crash', reason: string): void {
    if (this.session.closed) return;
    this.session.finish(how, reason);
    Promise.all([this.#livekit?.close(), this.#direct?.close()]).catch(this.options.defect);
    this.options.onClose();
  }
}

const ignore = (): void => undefined;
