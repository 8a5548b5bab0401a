import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import { hasContent } from '../../contract/raw-answer.js';
import { effect, type Effect } from '../../world/rules/effects/effect.js';
import { clientDisconnect } from '../connection/client-disconnect.js';
import type { Delivery } from './delivery.js';

/** Effects that change how a body is sent, not what it is. */
const bodyEffects: ReadonlySet<Effect['type']> = new Set(['reset', 'truncate', 'slow']);

export const shapesBody = (effects: readonly Effect[]): boolean =>
  effects.some(({ type }) => bodyEffects.has(type));

/** Ends an answer whose status has no content, and which therefore has no type. */
export function endEmpty(response: Response): void {
  response.removeHeader('content-type');
  if (response.statusCode === 205) response.setHeader('content-length', 0);
  response.end();
}

/** Streams a body of known size, and cuts, slows or resets it by effect. */
export async function sendBody(
  delivery: Delivery,
  body: AsyncIterable<Uint8Array>,
  size: number,
): Promise<void> {
  const { request, response, effects } = delivery;
  if (!hasContent(response.statusCode)) return endEmpty(response);
  response.setHeader('content-length', size);
  if (request.method === 'HEAD') return void response.end();
  const reset = effect(effects, 'reset');
  const cut = reset?.afterBytes ?? effect(effects, 'truncate')?.bytes;
  const pieces = paced(delivery, body, cut);
  if (cut === undefined) {
    await pipeline(Readable.from(pieces), response).catch(ignoreDisconnect);
    return;
  }
  response.flushHeaders();
  // Each piece must have left before the connection breaks under the rest.
  for await (const piece of pieces)
    await new Promise<void>((resolve) => response.write(piece, () => resolve()));
  if (reset) response.socket?.resetAndDestroy();
  else response.socket?.end();
}

/** At most `cut` bytes of a body, with the pauses that `slow` asks for. */
async function* paced(
  { response, effects, clock }: Delivery,
  body: AsyncIterable<Uint8Array>,
  cut = Infinity,
): AsyncIterable<Uint8Array> {
  const rate = effect(effects, 'slow')?.bytesPerSecond;
  const gone = clientDisconnect(response);
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

const disconnectCodes: ReadonlySet<string | undefined> = new Set([
  'ERR_STREAM_PREMATURE_CLOSE',
  'ERR_STREAM_UNABLE_TO_PIPE',
  'ERR_STREAM_DESTROYED',
  'ECONNRESET',
  'EPIPE',
]);

/** A client may leave in the middle of an answer. */
function ignoreDisconnect(error: NodeJS.ErrnoException): void {
  if (!disconnectCodes.has(error.code)) throw error;
}
