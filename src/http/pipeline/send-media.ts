import type { RenderedMedia } from '../../media/job-results/types.js';
import type { Delivery } from './delivery.js';
import { effect } from '../../world/rules/effects/effect.js';
import { rangeOf } from './range.js';
import { sendBody } from './send-body.js';

/** Streams a result, or the range of it that the request asks for. */
export async function sendMedia(delivery: Delivery, media: RenderedMedia): Promise<void> {
  const { request, response, effects } = delivery;
  // Half of a file cannot be played; the client sees a well-formed HTTP answer.
  const size = effect(effects, 'malformed') ? Math.ceil(media.size / 2) : media.size;
  response.setHeader('content-type', media.mime);
  response.setHeader('accept-ranges', 'bytes');
  const range = response.statusCode === 200 ? rangeOf(request, size) : undefined;
  if (range === 'unsatisfiable') {
    response.statusCode = 416;
    response.setHeader('content-range', `bytes */${size}`);
    response.setHeader('content-length', 0);
    response.end();
    return;
  }
  const { start, end } = range ?? { start: 0, end: size };
  if (range) {
    response.statusCode = 206;
    response.setHeader('content-range', `bytes ${start}-${end - 1}/${size}`);
  }
  await sendBody(delivery, media.read(start, end), end - start);
}
