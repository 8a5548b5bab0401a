import { KEY } from '../../unit/realtime/support/start.js';
import { PeerClient } from './direct-client.js';

interface Created {
  readonly session_id: string;
  readonly sdp: { readonly sdp: string };
  readonly events: { readonly url: string; readonly event_token: string };
}

/** A peer that is signalled by requests and server-sent events. */
export class HttpClient extends PeerClient {
  /** Names of the received events, in order. */
  readonly events: string[] = [];
  #location = '';
  #tag = '';
  /** Changes the ICE state one by one: each change needs the previous tag. */
  #patches: Promise<void> = Promise.resolve();
  #hearing = new AbortController();

  constructor(readonly url: string) {
    super(true);
  }

  /** Creates a session, and trickles candidates both ways. */
  async connect(fields: object): Promise<string> {
    const created = await this.#call('POST', '/v1/realtime/sessions', {
      ...fields,
      sdp: { type: 'offer', sdp: await this.offer() },
    });
    if (created.status !== 201) throw new Error(`No session: ${await created.text()}`);
    this.#location = created.headers.get('location') ?? '';
    this.#tag = created.headers.get('etag') ?? '';
    const { session_id: id, sdp, events } = (await created.json()) as Created;
    this.connection.onIceCandidate.subscribe((candidate) => this.#tell(candidate?.toJSON() ?? null));
    await this.take(sdp.sdp);
    const known = this.connection.localDescription?.sdp ?? '';
    for (const [, candidate = ''] of known.matchAll(/^a=(candidate:.*?)\r?$/gm))
      this.#tell({ candidate, sdpMid: '0', sdpMLineIndex: 0 });
    void this.#hear(`${events.url}?event_token=${events.event_token}`);
    return id;
  }

  async prompt(prompt: string): Promise<unknown> {
    return (await this.#call('POST', `${this.#location}/prompt`, { prompt })).json();
  }

  async end(): Promise<unknown> {
    await this.#patches;
    return (await this.#call('DELETE', this.#location)).json();
  }

  override async [Symbol.asyncDispose](): Promise<void> {
    this.#hearing.abort();
    await super[Symbol.asyncDispose]();
  }

  #tell(candidate: object | null): void {
    this.#patches = this.#patches.then(async () => {
      const answer = await this.#call('PATCH', this.#location, { candidates: [candidate] }, this.#tag);
      if (answer.status !== 204) throw new Error(`A candidate was refused: ${await answer.text()}`);
      this.#tag = answer.headers.get('etag') ?? '';
    });
  }

  /** Ends with the session, or with this client. */
  async #hear(url: string): Promise<void> {
    const answer = await fetch(url, { signal: this.#hearing.signal });
    let text = '';
    try {
      const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
      for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
        text += next.value;
        for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
          await this.#event(text.slice(0, end));
          text = text.slice(end + 2);
        }
      }
    } catch (error) {
      if (!this.#hearing.signal.aborted) throw error;
    }
  }

  async #event(text: string): Promise<void> {
    const [, name = '', data = ''] = /^event: (.*)\ndata: (.*)$/.exec(text) ?? [];
    this.events.push(name);
    const candidate = JSON.parse(data) as Parameters<typeof this.connection.addIceCandidate>[0] | null;
    if (name === 'ice-candidate' && candidate) await this.connection.addIceCandidate(candidate);
  }

  #call(method: string, path: string, body?: object, tag?: string): Promise<Response> {
    return fetch(`${this.url}${path}`, {
      method,
      headers: { 'x-api-key': KEY, 'content-type': 'application/json', ...(tag && { 'if-match': tag }) },
      ...(body && { body: JSON.stringify(body) }),
    });
  }
}
