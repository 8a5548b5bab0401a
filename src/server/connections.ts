import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Express, Request, Response } from 'express';
import { ApiError } from '../contract/errors.js';
import { closeBehindDeclined } from '../http/connection/declined-body.js';
import { fastPrototypes } from '../http/connection/fast-prototypes.js';
import { allowHalfClosed, closeAfterAnswers } from '../http/connection/half-closed.js';
import { refuseMalformed } from '../http/connection/malformed.js';
import { originForm } from '../http/connection/origin-form.js';
import { afterAnswers, noteOwed, owedAnswers } from '../http/connection/owed-answers.js';
import { refuseRaw } from '../http/connection/refuse-raw.js';
import { refusalOf } from '../http/connection/request-guard.js';
import { declineUpgrade, emitsUpgrade, wantsWebSocket } from '../http/connection/unsupported-upgrade.js';
import { errorAnswer, type Answer } from '../http/pipeline/answer.js';
import { sendPlain } from '../http/pipeline/send.js';

export interface ConnectionHandlers {
  readonly app: Express;
  /** Takes a WebSocket handshake. */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Notes a refused request, of which nothing is known where it is no HTTP. */
  readonly refused: (error: ApiError, request?: IncomingMessage) => void;
}

const MAX_HEAD_BYTES = 32 * 1024;

/** HTTP between the sockets and the application: upgrades, CONNECT, what is no HTTP, and the end of the server. */
export class HttpConnections {
  readonly server: Server;
  readonly #sockets = new Set<Duplex>();
  #draining = false;

  constructor(readonly handlers: ConnectionHandlers) {
    const options = {
      ...fastPrototypes(handlers.app),
      maxHeaderSize: MAX_HEAD_BYTES,
      // `refusalOf` checks it, so that every refusal has the same form.
      requireHostHeader: false,
      shouldUpgradeCallback: emitsUpgrade,
    };
    this.server = createServer(options, (request, response) => this.#request(request, response));
    this.server.on('checkExpectation', (request: Request, response: Response) => {
      noteOwed(request.socket, response);
      const error = new ApiError('expectation_failed');
      handlers.refused(error, request);
      sendPlain(request, response, textOf(error));
    });
    this.server.on('upgrade', (request, socket, head) =>
      afterAnswers(request.socket, () => this.#upgrade(request, socket, head)),
    );
    this.server.on('connect', (request, socket) =>
      afterAnswers(request.socket, () => this.#connect(request, socket)),
    );
    this.server.on('clientError', (error, socket) => refuseMalformed(error, socket, handlers.refused));
    allowHalfClosed(this.server);
    const sockets = this.#sockets;
    // One for all: thousands may be open.
    const forget = function (this: Socket): void {
      sockets.delete(this);
    };
    this.server.on('connection', (socket) => {
      if (sockets.has(socket)) return; // emitted again after a declined upgrade
      sockets.add(socket);
      socket.on('close', forget).on('end', closeAfterAnswers);
    });
  }

  /** From now on each answer is the last one of its connection, and says so. */
  drain(): void {
    this.#draining = true;
    for (const socket of this.#sockets) {
      const last = owedAnswers(socket).at(-1);
      if (last && !last.headersSent) last.setHeader('connection', 'close');
    }
  }

  destroy(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  #request(request: IncomingMessage, response: ServerResponse): void {
    noteOwed(request.socket, response);
    if (this.#draining) response.setHeader('connection', 'close');
    closeBehindDeclined(request, response);
    request.url = originForm(request.url);
    const refused = refusalOf(request);
    if (!refused) return void this.handlers.app(request, response);
    this.handlers.refused(refused, request);
    response.setHeader('connection', 'close');
    // `fastPrototypes` makes them express' own.
    sendPlain(request as Request, response as Response, textOf(refused));
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (!wantsWebSocket(request)) return declineUpgrade(this.server, request, socket, head);
    request.url = originForm(request.url);
    const refused = this.#draining ? new ApiError('shutting_down') : refusalOf(request);
    if (!refused) return this.handlers.upgrade(request, socket, head);
    this.handlers.refused(refused, request);
    refuseRaw(socket, refused);
  }

  /** Where a forward proxy would open its tunnel. No resource allows CONNECT, so Allow is empty (RFC 9110, 15.5.6). */
  #connect(request: IncomingMessage, socket: Duplex): void {
    const error = new ApiError('method_not_allowed');
    this.handlers.refused(error, request);
    refuseRaw(socket, error, errorAnswer(error, 'detail').json, { allow: '' });
  }
}

const textOf = ({ status, message }: ApiError): Answer => ({ status, text: message });
