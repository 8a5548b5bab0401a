import type { Request, Response } from 'express';
import { hasContent } from '../../contract/raw-answer.js';
import { effect, type Effect } from '../../world/rules/effects/effect.js';
import type { Answer } from './answer.js';
import type { Delivery } from './delivery.js';
import type { IdentifiedExchange } from './exchange.js';
import { endEmpty, sendBody, shapesBody } from './send-body.js';
import { sendEvents } from './send-events.js';
import { sendMedia } from './send-media.js';

/** Sends an answer outside of any operation. If that fails, the connection is closed. */
export function sendPlain(request: Request, response: Response, answer: Answer): void {
  // Headers that an answer left behind which could not be sent.
  for (const name of response.getHeaderNames())
    if (name !== 'vary' && name !== 'connection' && !name.startsWith('access-control-'))
      response.removeHeader(name);
  deliver({ request, response, effects: [], clock: undefined }, answer).catch(() => response.destroy());
}

/** Sends an answer, shaped by the effects of its exchange. @returns a promise when that takes time */
export function send(exchange: IdentifiedExchange, answer: Answer): Promise<void> | undefined {
  const { request, response, effects, account } = exchange;
  if (effects.length > 0) {
    if (effect(effects, 'no-response')) return undefined;
    const reset = effect(effects, 'reset');
    if (reset && reset.afterBytes === undefined) return void request.socket.resetAndDestroy();
  } else if (answer.json !== undefined && answer.headers === undefined) {
    sendJson(request, response, answer.status, answer.json);
    return undefined;
  }
  return deliver({ request, response, effects, clock: account.clock }, answer);
}

/** The path of most answers: one call, which saves node from checking and collecting headers one by one. */
function sendJson(request: Request, response: Response, status: number, json: unknown): void {
  const text = JSON.stringify(json);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  });
  endWithText(request, response, text);
}

async function deliver(delivery: Delivery, answer: Answer): Promise<void> {
  const { request, response, effects } = delivery;
  response.statusCode = answer.status;
  if (answer.headers)
    for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
  if (answer.events) return sendEvents(delivery, answer.events);
  if (answer.media) return sendMedia(delivery, answer.media);
  const text = textOf(answer, response, effects);
  if (shapesBody(effects)) {
    const body = Buffer.from(text);
    return sendBody(delivery, only(body), body.length);
  }
  if (!hasContent(answer.status)) return endEmpty(response);
  response.setHeader('content-length', Buffer.byteLength(text));
  endWithText(request, response, text);
}

// As a string, node joins it to the headers: one write instead of two.
function endWithText(request: Request, response: Response, text: string): void {
  response.end(request.method === 'HEAD' ? undefined : text);
}

function textOf(answer: Answer, response: Response, effects: readonly Effect[]): string {
  if (answer.text !== undefined) {
    if (!response.hasHeader('content-type')) response.setHeader('content-type', 'text/plain; charset=utf-8');
    return answer.text;
  }
  if (answer.json === undefined) return '';
  response.setHeader('content-type', 'application/json');
  const text = JSON.stringify(answer.json);
  // Half of a JSON text never parses; the client sees a well-formed HTTP answer.
  return effect(effects, 'malformed') ? text.slice(0, Math.ceil(text.length / 2)) : text;
}

async function* only(piece: Buffer): AsyncIterable<Uint8Array> {
  yield piece;
}
