import type { RenderedMedia } from '../../media/job-results/types.js';
import type { Delivery } from './delivery.js';
import { rangeOf } from './range.js';
import { sendBody } from './send-body.js';

/** Streams a result, or the range of it that the request asks for. */
export async function sendMedia(delivery: Delivery, media: RenderedMedia): Promise<void> {
  const { request, response } = delivery;
  response.setHeader('content-type', media.mime);
  response.setHeader('accept-ranges', 'bytes');
  const range = response.statusCode === 200 ? rangeOf(request, media.size) : undefined;
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
  await sendBody(delivery, media.read(start, end), end - start);
}
