import type { Answer } from './answer.js';
import type { Delivery } from './delivery.js';

/** Streams server-sent events until there are no more or the client leaves. */
export async function sendEvents(
  { request, response }: Delivery,
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
