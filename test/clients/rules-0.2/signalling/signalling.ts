import type { ClientClock } from '../clock.js';
import { ClosedError, ServerError, type SocketClose } from '../errors.js';
import { IMAGE_ACK_MS, PROMPT_ACK_MS, ROOM_INFO_MS } from '../numbers.js';
import { Acks } from './acks.js';
import { deferred, type Deferred } from './deferred.js';
import { readMessage, roomInfoOf, type RoomInfo, type ServerMessage, type StateMessage } from './messages.js';
import type { ControlSocket, OpenSocket } from './socket.js';

/** What a session learns from its control socket beside answers. */
export interface SignallingEvents {
  /** Of `queue_position`, `generation_started`, `generation_tick` and `generation_ended`. */
  message(message: ServerMessage): void;
  /** The server's `error`, whether or not something waits for an answer. */
  serverError(error: ServerError): void;
  /** The socket closed: also one that the client gave up, so that a late reason counts. */
  closed(close: SocketClose): void;
}

export interface Joined {
  readonly info: RoomInfo;
  /** The ack of the initial state. The connect does not wait for it. */
  readonly acked: Promise<void>;
}

/** One control socket: the join, state messages with their acks, and what the server tells. No media. */
export class Signalling {
  readonly #acks = new Acks();
  #socket: ControlSocket | undefined;
  #room: Deferred<RoomInfo> | undefined;
  #stopRoomTimer = (): void => undefined;

  constructor(
    private readonly clock: ClientClock,
    private readonly events: SignallingEvents,
  ) {}

  /**
   * Opens, joins and sends the initial state at once, without waiting for room info.
   * @throws ServerError, ClosedError, Error when room info is late
   */
  async join(
    openSocket: OpenSocket,
    url: string,
    join: object,
    state: StateMessage | undefined,
  ): Promise<Joined> {
    const room = deferred<RoomInfo>();
    this.#room = room;
    this.#socket = await openSocket(url, this.clock, {
      message: (text) => this.#read(text),
      closed: (close) => this.#closed(close),
    });
    this.#stopRoomTimer = this.clock.after(ROOM_INFO_MS, () =>
      room.reject(new Error(`livekit_room_info timeout (${ROOM_INFO_MS}ms)`)),
    );
    this.#post({ type: 'livekit_join', ...join });
    const acked = state === undefined ? Promise.resolve() : this.#sent(state);
    // The caller decides later whether to wait for it.
    acked.catch(() => undefined);
    try {
      const info = await room.promise;
      if (state !== undefined) this.#limit(state, IMAGE_ACK_MS, acked);
      return { info, acked };
    } finally {
      this.#stopRoomTimer();
      this.#room = undefined;
    }
  }

  /** Sends a state message and waits for its ack, for 15 s (prompt) or 30 s (picture) unless `ms` is given. */
  send(state: StateMessage, ms = state.type === 'prompt' ? PROMPT_ACK_MS : IMAGE_ACK_MS): Promise<void> {
    const acked = this.#sent(state);
    this.#limit(state, ms, acked);
    return acked;
  }

  close(): void {
    this.#acks.failAll(new Error('The client closed the session.'));
    this.#socket?.close();
  }

  #sent(state: StateMessage): Promise<void> {
    const acked = this.#acks.of(state);
    this.#post(state);
    return acked;
  }

  #limit(state: StateMessage, ms: number, acked: Promise<void>): void {
    const what = state.type === 'prompt' ? 'Prompt' : 'Image';
    const stop = this.clock.after(ms, () => this.#acks.drop(state, new Error(`${what} send timed out`)));
    acked.then(stop, stop);
  }

  #post(message: object): void {
    this.#socket?.send(JSON.stringify(message));
  }

  #read(text: string): void {
    const message = readMessage(text);
    switch (message?.type) {
      case undefined:
        return;
      case 'livekit_room_info':
        return this.#room?.resolve(roomInfoOf(message));
      case 'prompt_ack':
      case 'set_image_ack':
        return this.#acks.read(message);
      case 'error':
        return this.#refused(message);
      case 'queue_position':
        this.#stopRoomTimer();
    }
    this.events.message(message as ServerMessage);
  }

  #refused({ error, error_type, retry_after }: ServerMessage): void {
    const failure = new ServerError(
      typeof error === 'string' ? error : 'Unknown error',
      error_type,
      retry_after,
    );
    this.#room?.reject(failure);
    this.#acks.failAll(failure);
    this.events.serverError(failure);
  }

  #closed(close: SocketClose): void {
    const failure = new ClosedError(close);
    this.#room?.reject(failure);
    this.#acks.failAll(failure);
    this.events.closed(close);
  }
}
