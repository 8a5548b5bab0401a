import { SignalRequest, SignalResponse } from '@livekit/protocol';
import WebSocket from 'ws';
import { eventually } from './room-host.js';

/** The path and query of a current client. */
export const signalPath = (url: string, token: string): string =>
  `${url}/rtc?access_token=${token}&auto_subscribe=1&sdk=js&version=2.20.2&protocol=17&client_protocol=1`;

/** A LiveKit client for signal messages alone. */
export class SignalClient {
  readonly messages: SignalResponse['message'][] = [];
  closed: { code: number; reason: string } | undefined;
  opened = false;
  rejection: { status: number; body: string } | undefined;
  readonly socket: WebSocket;

  constructor(url: string, headers: Record<string, string> = {}) {
    this.socket = new WebSocket(url, { headers });
    this.socket.on('open', () => (this.opened = true));
    this.socket.on('message', (data: Buffer) => this.messages.push(SignalResponse.fromBinary(data).message));
    this.socket.on('close', (code, reason) => (this.closed = { code, reason: reason.toString() }));
    this.socket.on('error', () => undefined);
    this.socket.on('unexpected-response', (_, response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () => (this.rejection = { status: response.statusCode ?? 0, body }));
    });
  }

  send(message: SignalRequest['message']): void {
    this.socket.send(new SignalRequest({ message }).toBinary());
  }

  async until<C extends NonNullable<SignalResponse['message']['case']>>(kind: C) {
    const found = await eventually(
      `a "${kind}" (seen: ${this.messages.map((each) => each.case).join(', ')})`,
      () => this.messages.find((message) => message.case === kind),
    );
    return found.value as Extract<SignalResponse['message'], { case: C }>['value'];
  }
}
