import type { RunningMock } from '../../../src/index.js';
import type { Rgb, Seen, Tools } from '../page-tools.js';
import type { TestPage } from '../with-page.js';

/** The page's record of its session. */
interface HttpSignalling {
  readonly connection: RTCPeerConnection;
  readonly url: string;
  /** Tags in the order of their arrival. */
  readonly tags: string[];
  /** Status of each PATCH. */
  readonly patched: number[];
  /** The server's `error` events. */
  readonly errors: unknown[];
  /** Candidates from events; null marks their end. */
  readonly heard: (string | null)[];
  readonly events: EventSource;
  call(method: string, path: string, body?: object, tag?: string): Promise<Response>;
}

declare global {
  interface Window {
    http: HttpSignalling;
  }
}

export interface Created {
  readonly status: number;
  readonly location: string | null;
  readonly etag: string | null;
  readonly sessionId: string;
}

/** A page that does HTTP signalling itself, with fetch, EventSource and RTCPeerConnection: no SDK does it. */
export class HttpPage {
  constructor(
    readonly mock: RunningMock,
    readonly test: TestPage,
    readonly key: string,
  ) {}

  /** Creates a session with the camera and trickles candidates both ways. Resolves once the answer is applied. */
  connect(request: object): Promise<Created> {
    return this.test.page.evaluate(
      async ([base, key, request]) => {
        const { tools } = window as unknown as { tools: Tools };
        const call = (method: string, url: string, body?: object, tag?: string): Promise<Response> =>
          fetch(url, {
            method,
            headers: {
              'x-api-key': key,
              'content-type': 'application/json',
              ...(tag && { 'if-match': tag }),
            },
            ...(body && { body: JSON.stringify(body) }),
          });
        const connection = new RTCPeerConnection();
        connection.ontrack = ({ track, streams: [stream] }) => {
          if (track.kind === 'video' && stream) tools.show('remote', stream);
        };
        const camera = await tools.camera();
        for (const track of camera.getTracks()) connection.addTrack(track, camera);
        const early: (RTCIceCandidate | null)[] = [];
        connection.onicecandidate = ({ candidate }) => void early.push(candidate);
        await connection.setLocalDescription();
        const sdp = { type: 'offer', sdp: connection.localDescription?.sdp };
        const answer = await call('POST', `${base}/v1/realtime/sessions`, { ...request, sdp });
        if (answer.status !== 201) throw new Error(`No session: ${answer.status} ${await answer.text()}`);
        const location = answer.headers.get('location');
        const etag = answer.headers.get('etag');
        const made = (await answer.json()) as {
          session_id: string;
          sdp: RTCSessionDescriptionInit;
          events: { url: string; event_token: string };
        };
        await connection.setRemoteDescription(made.sdp);

        const url = `${base}${location ?? ''}`;
        const events = new EventSource(
          `${made.events.url}?event_token=${encodeURIComponent(made.events.event_token)}`,
        );
        const http: HttpSignalling = {
          connection,
          url,
          tags: [],
          patched: [],
          errors: [],
          heard: [],
          events,
          call,
        };
        window.http = http;
        events.addEventListener('ice-candidate', ({ data }: MessageEvent<string>) => {
          const candidate = JSON.parse(data) as RTCIceCandidateInit | null;
          http.heard.push(candidate?.candidate ?? null);
          void connection.addIceCandidate(candidate ?? undefined);
        });
        // EventSource reports a lost connection with an event of the same name, without data.
        events.addEventListener('error', (event) => {
          const { data } = event as MessageEvent<string | undefined>;
          if (data !== undefined) http.errors.push(JSON.parse(data));
        });
        http.tags.push(etag ?? '');
        // Each needs the previous tag.
        let sending = Promise.resolve();
        const trickle = (candidate: RTCIceCandidate | null): void => {
          sending = sending.then(async () => {
            const patch = await call(
              'PATCH',
              url,
              { candidates: [candidate?.toJSON() ?? null] },
              http.tags.at(-1),
            );
            http.patched.push(patch.status);
            http.tags.push(patch.headers.get('etag') ?? '');
          });
        };
        for (const candidate of early) trickle(candidate);
        connection.onicecandidate = ({ candidate }) => trickle(candidate);
        return { status: answer.status, location, etag, sessionId: made.session_id };
      },
      [this.mock.url, this.key, request] as const,
    );
  }

  /** The page's signalling so far. */
  state() {
    return this.test.page.evaluate(() => {
      const { connection, tags, patched, errors, heard, events } = window.http;
      return {
        state: connection.connectionState,
        tags,
        patched,
        errors,
        heard,
        listening: events.readyState,
      };
    });
  }

  /** One more request of the page on its session. */
  call(
    method: string,
    path: string,
    body?: object,
    tag?: string,
  ): Promise<{ status: number; etag: string | null; json: unknown }> {
    return this.test.page.evaluate(
      async ([method, path, body, tag]) => {
        const answer = await window.http.call(method, `${window.http.url}${path}`, body, tag);
        const text = await answer.text();
        return {
          status: answer.status,
          etag: answer.headers.get('etag'),
          json: (text === '' ? null : JSON.parse(text)) as unknown,
        };
      },
      [method, path, body, tag] as const,
    );
  }

  frames(count: number): Promise<Seen> {
    return this.test.page.evaluate((count) => window.tools.moreFrames('remote', count), count);
  }

  movedFrom(rgb: Rgb, away: number): Promise<Seen> {
    return this.test.page.evaluate(([rgb, away]) => window.tools.movedFrom('remote', rgb, away), [
      rgb,
      away,
    ] as const);
  }
}
