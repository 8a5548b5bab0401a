import {
  LeaveRequest,
  SignalRequest,
  SignalResponse,
  type DisconnectReason,
  type LeaveRequest_Action,
} from '@livekit/protocol';
import type { RawData, WebSocket } from 'ws';
import { now } from '../real-time.js';

export type SignalMessage = NonNullable<ConstructorParameters<typeof SignalResponse>[0]>['message'];
export type SignalInput = SignalRequest['message'];

/** With more than this unread the client is disconnected; ours. A join with all updates takes a few hundred kB. */
const MAX_UNREAD_BYTES = 16 * 1024 * 1024;
/** Messages in work, beyond which no more are read; ours. Offers take some milliseconds each. */
const MAX_IN_WORK = 8;

interface SignalHandlers {
  /** `bytes`: the size of the message. Never rejects. */
  message(message: SignalInput, bytes: number): Promise<void> | undefined;
  closed(): void;
}

/** One signal WebSocket: protobuf in, protobuf out (binary frames). A client is read no faster than it is served. */
export class SignalSocket {
  #lastMessageAt = now();
  #inWork = 0;

  constructor(
    readonly socket: WebSocket,
    handlers: SignalHandlers,
  ) {
    socket.on('message', (data: RawData, isBinary: boolean) => {
      this.#lastMessageAt = now();
      if (!isBinary) return;
      const bytes = bytesOf(data);
      const request = decode(bytes);
      const work = request && handlers.message(request, bytes.length);
      if (work) this.#await(work);
    });
    socket.on('close', () => handlers.closed());
    // A broken socket also emits 'close'.
    socket.on('error', () => undefined);
  }

  /** Milliseconds since the last message. */
  get silence(): number {
    return now() - this.#lastMessageAt;
  }

  send(message: SignalMessage): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    this.socket.send(new SignalResponse(message === undefined ? {} : { message }).toBinary());
    if (this.socket.bufferedAmount > MAX_UNREAD_BYTES) this.drop();
  }

  leave(reason: DisconnectReason, action: LeaveRequest_Action): void {
    this.send({ case: 'leave', value: new LeaveRequest({ reason, action }) });
  }

  close(code: number, reason = ''): void {
    this.socket.close(code, reason);
  }

  /** Drops the connection without a close frame. */
  drop(): void {
    this.socket.terminate();
  }

  #await(work: Promise<void>): void {
    if (++this.#inWork === MAX_IN_WORK) this.socket.pause();
    void work.finally(() => {
      if (this.#inWork-- === MAX_IN_WORK) this.socket.resume();
    });
  }
}

const bytesOf = (data: RawData): Buffer =>
  Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer);

function decode(bytes: Buffer): SignalInput | undefined {
  try {
    return SignalRequest.fromBinary(bytes).message;
  } catch {
    return undefined;
  }
}
