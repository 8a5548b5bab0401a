import type { IncomingMessage } from 'node:http';

/** Statuses whose responses must not have a body. */
const BODILESS: ReadonlySet<number> = new Set([101, 204, 205, 304]);

/** An HTTP answer as a `Response` to `request`, the last request after all redirects. */
export function toResponse(answer: IncomingMessage, request: Request, caller: Request): Response {
  const { statusCode: status = 0, statusMessage = '', rawHeaders } = answer;
  const headers = new Headers();
  for (let index = 0; index + 1 < rawHeaders.length; index += 2)
    headers.append(rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '');
  const isEmpty = BODILESS.has(status) || request.method === 'HEAD';
  if (isEmpty) answer.resume();
  const response = new Response(isEmpty ? null : bodyOf(answer, caller), {
    status,
    statusText: statusMessage,
    headers,
  });
  return located(response, request.url.replace(/#.*/s, ''), request !== caller);
}

/** Gives a response, and its clones, the URL it came from. */
export function located(response: Response, url: string, redirected: boolean): Response {
  return Object.defineProperties(response, {
    url: { value: url },
    redirected: { value: redirected },
    clone: { value: () => located(Response.prototype.clone.call(response), url, redirected) },
  });
}

/**
 * Fails like a body of the global fetch: with the abort reason at once, also when all bytes have arrived, otherwise
 * with `terminated`. It keeps `caller`, because a `Request` that is collected no longer follows the caller's signal.
 */
function bodyOf(answer: IncomingMessage, caller: Request): ReadableStream<Uint8Array> {
  const pieces = answer[Symbol.asyncIterator]() as AsyncIterator<Buffer, undefined>;
  const ended = new AbortController();
  return new ReadableStream({
    type: 'bytes',
    start(controller) {
      const abort = (): void => {
        controller.error(caller.signal.reason);
        answer.destroy();
      };
      caller.signal.addEventListener('abort', abort, { once: true, signal: ended.signal });
    },
    async pull(controller) {
      try {
        const { done, value } = await pieces.next();
        if (caller.signal.aborted) return;
        if (!done) return controller.enqueue(new Uint8Array(value));
        ended.abort();
        controller.close();
        controller.byobRequest?.respond(0);
      } catch (cause) {
        ended.abort();
        if (!caller.signal.aborted) controller.error(new TypeError('terminated', { cause }));
      }
    },
    cancel: () => {
      ended.abort();
      answer.destroy();
    },
  });
}
