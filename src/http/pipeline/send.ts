import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import type { Clock } from '../../world/time/clock.js';
import { effect, type Effect } from '../../world/rules/effects/effect.js';
import type { Answer } from './answer.js';
import { clientDisconnect } from '../connection/client-disconnect.js';
import { parseRange } from './range.js';

/** Effects that change how an answer goes out, not what it is. */
const onTheWire: ReadonlySet<Effect['type']> = new Set(['reset', 'truncate', 'slow']);

/** Sends an answer outside of any operation. Where that is not possible, the connection is all that can end. */
export function sendPlain(request: Request, response: Response, answer: Answer): void {
  // What an answer that could not be sent has left behind.
  for (const name of response.getHeaderNames())
    if (name !== 'vary' && !name.startsWith('access-control-')) response.removeHeader(name);
  sendShaped(request, response, answer, [], undefined).catch(() => response.destroy());
}

/** Puts an answer on the wire, shaped by whatever faults fired; what is under way by the end of it is returned. */
export function send(
  request: Request,
  response: Response,
  answer: Answer,
  effects: readonly Effect[],
  clock: Clock | undefined,
): Promise<void> | undefined {
  const { json } = answer;
  if (json === undefined || answer.headers !== undefined || effects.length > 0)
    return sendShaped(request, response, answer, effects, clock);
  sendJson(request, response, answer.status, json);
  return undefined;
}

async function sendShaped(
  request: Request,
  response: Response,
  answer: Answer,
  effects: readonly Effect[],
  clock: Clock | undefined,
): Promise<void> {
  response.statusCode = answer.status;
  if (answer.headers)
    for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
  if (answer.events) return sendEvents(request, response, answer.events);
  if (answer.media) return sendMedia(request, response, answer.media, effects, clock);
  const text = textOf(answer, response, effects);
  if (effects.some(({ type }) => onTheWire.has(type))) {
    const body = Buffer.from(text);
    return sendSlowly(request, response, only(body), body.length, effects, clock);
  }
  if (answer.status !== 204) response.setHeader('content-length', Buffer.byteLength(text));
  // As a string, node joins it to the headers: one write instead of two.
  response.end(request.method === 'HEAD' ? undefined : text);
}

/** The way of most answers: everything in one call, which spares node to check and collect headers one by one. */
function sendJson(request: Request, response: Response, status: number, json: unknown): void {
  const text = JSON.stringify(json);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
  });
  // As a string, node joins it to the headers: one write instead of two.
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

/** Streams server-sent events. */
async function sendEvents(
  request: Request,
  response: Response,
  events: NonNullable<Answer['events']>,
): Promise<void> {
  response.setHeader('content-type', 'text/event-stream');
  response.setHeader('cache-control', 'no-store');
  response.flushHeaders();
  if (request.method === 'HEAD') return void response.end();
  const iterator = events[Symbol.asyncIterator]();
  const gone = new Promise<undefined>((resolve) => response.once('close', () => resolve(undefined)));
  for (;;) {
    const next = await Promise.race([iterator.next(), gone]);
    if (!next || next.done) break;
    response.write(`event: ${next.value.event}\ndata: ${JSON.stringify(next.value.data)}\n\n`);
  }
  void iterator.return?.();
  response.end();
}

async function sendMedia(
  request: Request,
  response: Response,
  media: NonNullable<Answer['media']>,
  effects: readonly Effect[],
  clock: Clock | undefined,
): Promise<void> {
  response.setHeader('content-type', media.mime);
  response.setHeader('accept-ranges', 'bytes');
  const range = response.statusCode === 200 ? parseRange(request.headers.range, media.size) : undefined;
  if (range === 'unsatisfiable') {
    response.statusCode = 416;
    response.setHeader('content-range', `bytes */${media.size}`);
    response.setHeader('content-length', 0);
    response.end();
    return;
  }
  const { start, end } = range ?? { start: 0, end: media.size };
  if (range) {
    response.statusCode = 206;
    response.setHeader('content-range', `bytes ${start}-${end - 1}/${media.size}`);
  }
  await sendSlowly(request, response, media.read(start, end), end - start, effects, clock);
}

async function* only(piece: Buffer): AsyncIterable<Uint8Array> {
  yield piece;
}

/** Streams a body of known size, cut, slowed or reset where a fault says so. */
async function sendSlowly(
  request: Request,
  response: Response,
  body: AsyncIterable<Uint8Array>,
  size: number,
  effects: readonly Effect[],
  clock: Clock | undefined,
): Promise<void> {
  if (response.statusCode !== 204) response.setHeader('content-length', size);
  if (request.method === 'HEAD' || response.statusCode === 204) {
    response.end();
    return;
  }
  const reset = effect(effects, 'reset');
  const cut = reset?.afterBytes ?? effect(effects, 'truncate')?.bytes;
  const rate = effect(effects, 'slow')?.bytesPerSecond;
  const shaped = shape(body, cut, rate, clock, clientDisconnect(response));
  if (cut === undefined) {
    await pipeline(Readable.from(shaped), response).catch(ignoreGone);
    return;
  }
  response.flushHeaders();
  // Each piece must have left before the connection breaks under the rest.
  for await (const piece of shaped)
    await new Promise<void>((resolve) => response.write(piece, () => resolve()));
  if (reset) response.socket?.resetAndDestroy();
  else response.socket?.end();
}

async function* shape(
  body: AsyncIterable<Uint8Array>,
  cut = Infinity,
  rate: number | undefined,
  clock: Clock | undefined,
  gone: AbortSignal,
): AsyncIterable<Uint8Array> {
  let left = cut;
  let pause = 0;
  for await (const piece of body) {
    const step = rate === undefined ? piece.length : Math.max(Math.ceil(rate / 10), 1);
    for (let from = 0; from < piece.length && left > 0; from += step) {
      // Before a part and never after the last: the answer ends with its last byte, not when the clock moves again.
      await clock?.sleep(pause, 'slow body', gone);
      if (gone.aborted) return;
      const part = piece.subarray(from, Math.min(from + step, from + left));
      left -= part.length;
      if (rate !== undefined) pause = (part.length / rate) * 1_000;
      yield part;
    }
    if (left <= 0) return;
  }
}

const gone: ReadonlySet<string | undefined> = new Set([
  'ERR_STREAM_PREMATURE_CLOSE',
  'ERR_STREAM_UNABLE_TO_PIPE',
  'ERR_STREAM_DESTROYED',
  'ECONNRESET',
  'EPIPE',
]);

/** A client that leaves in the middle is its own affair. */
function ignoreGone(error: NodeJS.ErrnoException): void {
  if (!gone.has(error.code)) throw error;
}
