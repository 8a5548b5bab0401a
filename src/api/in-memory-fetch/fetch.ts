import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exchange } from './exchange.js';
import { hostRefused, isOfApi, isOwn, originOf, type OtherHosts } from './hosts.js';
import { redirected } from './redirect.js';
import { located, toResponse, type AbortSource } from './response.js';
import { sentBody } from './sent-body.js';

/** A `fetch` that one mock answers. */
export type InMemoryFetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** The server behind a fetch. */
export interface FetchTarget {
  readonly server: Server;
  readonly isOpen: () => boolean;
  readonly otherHosts: OtherHosts;
}

// Captured at load: a test may replace the global fetch by this one.
const globalFetch = globalThis.fetch;

/**
 * A `fetch` over connections in memory: real HTTP, real streaming, no port. Only the transport differs, so resets and
 * truncated bodies fail as on a network. It answers paths, the hosts of the API and the mock's own URL. Others are
 * refused, or go to the global fetch, as `data:` and `blob:` URLs do. Redirects of passed-on hosts are followed here
 * too, so that none leads to the API's hosts on the network.
 * @throws Error for another host; otherwise what the global fetch throws
 */
export function inMemoryFetch({ server, isOpen, otherHosts }: FetchTarget): InMemoryFetch {
  // A pipe's address is text; a mock listens on ports only.
  const listening = (): AddressInfo | null => server.address() as AddressInfo | null;
  const isAnswered = (url: URL): boolean => isOwn(url, listening()) || isOfApi(url);

  /** One request, without following a redirect. */
  const send = async (request: Request, source: RequestInit['body']): Promise<FirstAnswer> => {
    const url = new URL(request.url);
    if (!isAnswered(url)) {
      if (otherHosts !== 'pass-on') throw hostRefused(url, listening());
      const answer = await globalFetch(request, { redirect: 'manual' });
      return {
        status: answer.status,
        location: answer.headers.get('location') ?? undefined,
        drop: () => void answer.body?.cancel(),
        response: (isRedirected) => (isRedirected ? located(answer, answer.url, true) : answer),
      };
    }
    if (!isOpen()) throw failed(new Error('The mock is closed.'));
    const host = isOwn(url, listening()) ? url.host : new URL(originOf(listening())).host;
    const answer = await exchange(server, request, host, source).catch((cause: unknown) => {
      request.signal.throwIfAborted();
      throw failed(cause);
    });
    return {
      status: answer.statusCode ?? 0,
      location: answer.headers.location,
      drop: () => answer.resume(),
      response: (isRedirected, abortSource) => toResponse(answer, request, isRedirected, abortSource),
    };
  };

  return async (input, init) => {
    const request = new Request(
      typeof input === 'string' ? new URL(input, originOf(listening())) : input,
      init,
    );
    const { protocol } = new URL(request.url);
    if (protocol === 'data:' || protocol === 'blob:') return globalFetch(request);
    if (!/^https?:$/.test(protocol)) throw failed(new Error(`unknown scheme ${protocol}`));
    const sent = sentBody(request, init);
    const abortSource = init?.signal ?? (input instanceof Request ? input : undefined);
    try {
      for (let current = request, hops = 0; ; hops++) {
        current.signal.throwIfAborted();
        const step = await send(current, sent.source);
        const next = await redirected(current, { ...step, hops, isAnswered }, init, sent);
        if (next === undefined) return step.response(current !== request, abortSource);
        step.drop();
        if (next instanceof Error) throw failed(next);
        current = next;
      }
    } finally {
      sent.release();
    }
  };
}

/** The answer to one request, before any redirect. */
interface FirstAnswer {
  readonly status: number;
  readonly location: string | undefined;
  /** Discards the body. */
  readonly drop: () => void;
  readonly response: (isRedirected: boolean, abortSource: AbortSource) => Response;
}

const failed = (cause: unknown): TypeError => new TypeError('fetch failed', { cause });
