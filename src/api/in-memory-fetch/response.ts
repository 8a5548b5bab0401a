import type { IncomingMessage } from 'node:http';

/** Statuses whose responses must not have a body. */
const BODILESS: ReadonlySet<number> = new Set([101, 204, 205, 304]);

/** An HTTP answer as a `Response`. */
export function toResponse(answer: IncomingMessage, request: Request, redirected: boolean): Response {
  const { statusCode: status = 0, statusMessage = '', rawHeaders } = answer;
  const headers = new Headers();
  for (let index = 0; index + 1 < rawHeaders.length; index += 2)
    headers.append(rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '');
  const isEmpty = BODILESS.has(status) || request.method === 'HEAD';
  if (isEmpty) answer.resume();
  const body = isEmpty ? null : bodyOf(answer, request.signal);
  const response = new Response(body, { status, statusText: statusMessage, headers });
  return Object.defineProperties(response, {
    url: { value: request.url.replace(/#.*/s, '') },
    redirected: { value: redirected },
  });
}

/** Fails like a body of the global fetch: with the abort reason, otherwise with `terminated`. */
function bodyOf(answer: IncomingMessage, signal: AbortSignal): ReadableStream<Uint8Array> {
  const pieces = answer[Symbol.asyncIterator]() as AsyncIterator<Buffer, undefined>;
  return new ReadableStream({
    type: 'bytes',
    async pull(controller) {
      try {
        const { done, value } = await pieces.next();
        if (!done) return controller.enqueue(new Uint8Array(value));
        controller.close();
        controller.byobRequest?.respond(0);
      } catch (cause) {
        controller.error(signal.aborted ? signal.reason : new TypeError('terminated', { cause }));
      }
    },
    cancel: () => void answer.destroy(),
  });
}
