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

/** One signal WebSocket: protobuf in, protobuf out (binary frames). */
export class SignalSocket {
  #lastMessageAt = now();

  constructor(
    readonly socket: WebSocket,
    handlers: { message(message: SignalInput): void; closed(): void },
  ) {
    socket.on('message', (data: RawData, isBinary: boolean) => {
      this.#lastMessageAt = now();
      if (!isBinary) return;
      const request = decode(data);
      if (request) handlers.message(request);
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
}

function decode(data: RawData): SignalInput | undefined {
  try {
    const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer);
    return SignalRequest.fromBinary(bytes).message;
  } catch {
    return undefined;
  }
}
