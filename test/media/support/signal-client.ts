import { gzipSync } from 'node:zlib';
import {
  JoinRequest,
  SignalRequest,
  SignalResponse,
  WrappedJoinRequest,
  WrappedJoinRequest_Compression,
} from '@livekit/protocol';
import WebSocket from 'ws';
import type { SignalDialect } from '../../../src/media/livekit/create-transport.js';
import { eventually } from './room-host.js';

export const DIALECTS = ['V0', 'V1'] as const satisfies readonly SignalDialect[];

export interface SignalPathOptions {
  /** Sid of the participant that resumes. */
  readonly resumes?: string | undefined;
  /** V1: the offer in the join request. */
  readonly offer?: string;
}

/** The address that a current client opens. */
export function signalPath(
  url: string,
  token: string,
  dialect: SignalDialect = 'V0',
  options: SignalPathOptions = {},
): string {
  const query = dialect === 'V0' ? queryOf(options) : `join_request=${joinRequestOf(options)}`;
  return `${url}${pathOf(dialect)}?access_token=${token}&${query}`;
}

export const pathOf = (dialect: SignalDialect): string => (dialect === 'V0' ? '/rtc' : '/rtc/v1');

const queryOf = ({ resumes }: SignalPathOptions): string =>
  'auto_subscribe=1&sdk=js&version=2.20.2&protocol=17&client_protocol=1' +
  (resumes === undefined ? '' : `&reconnect=1&sid=${resumes}`);

function joinRequestOf({ resumes, offer }: SignalPathOptions): string {
  const joinRequest = new JoinRequest({
    connectionSettings: { autoSubscribe: true },
    reconnect: resumes !== undefined,
    participantSid: resumes ?? '',
    ...(offer === undefined ? {} : { publisherOffer: { type: 'offer', sdp: offer, id: 1 } }),
  });
  const compression = WrappedJoinRequest_Compression.GZIP;
  const wrapped = new WrappedJoinRequest({ joinRequest: gzipSync(joinRequest.toBinary()), compression });
  return Buffer.from(wrapped.toBinary()).toString('base64').replaceAll('+', '-').replaceAll('/', '_');
}

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
