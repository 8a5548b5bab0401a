import { Agent, fetch as fetchOver, FormData as Form } from 'undici';

/** The form that `Connections` can send; undici would send Node's own as the text "[object FormData]". */
export const FormData = Form as unknown as typeof globalThis.FormData;

/**
 * The connections of one case. They are kept alive between its requests, as clients do, and no other case shares
 * them: a server may spoil one, e.g. by answering before it has read the body.
 */
export class Connections {
  readonly #agent = new Agent();

  /** `fetch` over these connections. */
  fetch(url: URL | string, init: RequestInit): Promise<Response> {
    const own = { ...init, dispatcher: this.#agent } as unknown as Parameters<typeof fetchOver>[1];
    return fetchOver(url, own) as unknown as Promise<Response>;
  }

  /** Closes all of them, with the requests under way. */
  close(): Promise<void> {
    return this.#agent.destroy();
  }
}
