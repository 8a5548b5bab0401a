import { Agent, fetch as fetchOver, FormData as Form } from 'undici';

/** The form that `Connections` can send; one of Node's own would be sent as the text "[object FormData]". */
export const FormData = Form as unknown as typeof globalThis.FormData;

/**
 * The connections of one case. They are kept between its requests, as clients do, and no other case ever meets them:
 * a server may spoil one, e.g. by an answer to a body that it never read to its end.
 */
export class Connections {
  readonly #agent = new Agent();

  /** As `fetch` is, over these connections. */
  fetch(url: URL | string, init: RequestInit): Promise<Response> {
    const own = { ...init, dispatcher: this.#agent } as unknown as Parameters<typeof fetchOver>[1];
    return fetchOver(url, own) as unknown as Promise<Response>;
  }

  /** Lets go of them all, whatever still goes over them. */
  close(): Promise<void> {
    return this.#agent.destroy();
  }
}
