import type { IncomingMessage } from 'node:http';

/** Statuses whose responses must not have a body. */
const BODILESS: ReadonlySet<number> = new Set([101, 204, 205, 304]);

/** What can abort a fetch: the signal of the caller, or the caller's `Request` with its signal. */
export type AbortSource = AbortSignal | Request | undefined;

/** An HTTP answer as a `Response` to `request`, the last request after all redirects. */
export function toResponse(
  answer: IncomingMessage,
  request: Request,
  isRedirected: boolean,
  abortSource: AbortSource,
): Response {
  const { statusCode: status = 0, statusMessage = '', rawHeaders } = answer;
  const headers = new Headers();
  for (let index = 0; index + 1 < rawHeaders.length; index += 2)
    headers.append(rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '');
  const isEmpty = BODILESS.has(status) || request.method === 'HEAD';
  if (isEmpty) answer.resume();
  const response = new Response(isEmpty ? null : bodyOf(answer, abortSource), {
    status,
    statusText: statusMessage,
    headers,
  });
  return located(response, request.url.replace(/#.*/s, ''), isRedirected);
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
 * with `terminated`. It keeps a `Request` of the caller, which stops following its signal when it is collected; but not a
 * `Request` of our own, whose body may be large.
 */
function bodyOf(answer: IncomingMessage, source: AbortSource): ReadableStream<Uint8Array> {
  const signalOf = (): AbortSignal | undefined => (source instanceof Request ? source.signal : source);
  const pieces = answer[Symbol.asyncIterator]() as AsyncIterator<Buffer, undefined>;
  const ended = new AbortController();
  return new ReadableStream({
    type: 'bytes',
    start(controller) {
      const abort = (): void => {
        controller.error(signalOf()?.reason);
        answer.destroy();
      };
      signalOf()?.addEventListener('abort', abort, { once: true, signal: ended.signal });
    },
    async pull(controller) {
      try {
        const { done, value } = await pieces.next();
        if (signalOf()?.aborted) return;
        if (!done) return controller.enqueue(new Uint8Array(value));
        ended.abort();
        controller.close();
        controller.byobRequest?.respond(0);
      } catch (cause) {
        ended.abort();
        if (!signalOf()?.aborted) controller.error(new TypeError('terminated', { cause }));
      }
    },
    cancel: () => {
      ended.abort();
      answer.destroy();
    },
  });
}
