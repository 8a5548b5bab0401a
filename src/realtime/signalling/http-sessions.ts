import type { IncomingMessage } from 'node:http';
import { ApiError } from '../../contract/errors.js';
import type {
  CandidatesRequest,
  SessionResponse as SessionView,
  SessionImage,
  SessionPrompt,
  SessionRequest,
  SessionSummary,
  ViewerCredentials,
} from '../../contract/types.js';
import { refusedValue } from '../../contract/validation/pydantic.js';
import type { Identity, World } from '../../world/world.js';
import { admit } from '../gateway/admission.js';
import type { Gateway } from '../gateway/gateway.js';
import { urlSeenBy } from '../gateway/upgrade.js';
import type { MediaLayer } from '../media/media-layer.js';
import type { StateMessage } from '../session/session.js';
import type { SignallingEvent } from './event-stream.js';
import { HttpSession } from './http-session.js';

/** How long a session may live, and be listened to; not documented, ours. */
const LIFE_MS = 3_600_000;
/** Sessions at once, over all accounts: each holds a peer connection. Ours. */
const MAX_SESSIONS = 1_000;
const STUN = 'stun:stun.l.google.com:19302';

/** Where a request came from. */
export interface SessionCaller {
  readonly headers: IncomingMessage['headers'];
  readonly path: string;
  /** Aborts when the client leaves before it has all of its answer. */
  readonly gone: AbortSignal;
}

export interface HttpSessionsOptions {
  readonly world: World;
  readonly media: MediaLayer;
  readonly gateway: Gateway;
  readonly allowMissingOrigin: boolean;
  readonly defect: (error: unknown) => void;
}

/** What realtime does for HTTP: sessions signalled by requests, and viewers of LiveKit rooms. */
export class HttpSessions {
  readonly #sessions = new Map<string, HttpSession>();

  constructor(readonly options: HttpSessionsOptions) {}

  /** @throws ApiError for whoever is turned away, and for what does not fit */
  async create(
    identity: Identity,
    request: SessionRequest,
    { headers, path, gone }: SessionCaller,
  ): Promise<SessionView & { etag: string }> {
    const { world, media, allowMissingOrigin, defect } = this.options;
    const { account } = identity;
    const applicant = { identity, model: request.model, origin: headers.origin, fast: false };
    const terms = admit(world, applicant, allowMissingOrigin);
    const { sessions, clock } = account;
    await media.checkOffer(request.sdp.sdp).catch(refuseSdp);
    if (this.#sessions.size >= MAX_SESSIONS) throw new ApiError('at_capacity');
    const id = sessions.newId();
    const giveBack = account.acquireSlot(id);
    if (!giveBack) throw new ApiError('concurrency_limit');
    const expiresAt = clock.now() + LIFE_MS;
    const made = new HttpSession({
      id,
      identity,
      terms: { account, ...terms },
      eventToken: `evt_${sessions.random.id(32)}`,
      expiresAt,
      media,
      defect,
      ended: () => this.#sessions.delete(id),
    });
    this.#sessions.set(id, made);
    sessions.open(made.session.record, () => made.finish('clean', 'Account reset'));
    // Nobody would ever end a session whose id was told to nobody.
    const left = (): void => made.finish('crash', 'disconnect');
    gone.addEventListener('abort', left, { once: true });
    if (gone.aborted) left();
    try {
      made.assertRunning();
      takeSeat(made);
      await firstState(made, request);
      const sdp = await made.connect(request.sdp.sdp).catch(refuseSdp);
      const expires = new Date(expiresAt).toISOString();
      return {
        session_id: id,
        sdp: { type: 'answer', sdp },
        ice_servers: [{ urls: [STUN] }],
        events: {
          url: `${httpUrl(headers)}${path}/${id}/events`,
          event_token: made.options.eventToken,
          expires_at: expires,
        },
        expires_at: expires,
        etag: etagOf(made),
      };
    } catch (error) {
      // That who is refused takes no place is inferred: no session came of it.
      if (!made.session.over) giveBack();
      made.finish('clean', 'refused');
      throw error;
    }
  }

  /** @returns the next tag. @throws ApiError session_not_found, invalid_api_key, precondition_failed */
  async candidates(
    identity: Identity,
    id: string,
    ifMatch: string,
    { candidates }: CandidatesRequest,
  ): Promise<string> {
    const session = this.#own(identity, id);
    if (ifMatch !== '*' && ifMatch !== etagOf(session)) throw new ApiError('precondition_failed');
    await session.addCandidates(candidates);
    return etagOf(session);
  }

  /** @returns why not, or null. @throws ApiError session_not_found, invalid_api_key, and what a rule asked for */
  prompt(identity: Identity, id: string, body: SessionPrompt): Promise<string | null> {
    return this.#own(identity, id).state({ type: 'prompt', ...body });
  }

  image(identity: Identity, id: string, body: SessionImage): Promise<string | null> {
    return this.#own(identity, id).state({ type: 'set_image', ...body });
  }

  /** @throws ApiError session_not_found, invalid_api_key for a wrong token */
  events(id: string, eventToken: string | undefined): AsyncIterable<SignallingEvent> {
    const session = this.#find(id);
    if (eventToken !== session.options.eventToken) throw new ApiError('invalid_api_key');
    return session.events.listen();
  }

  /** @throws ApiError session_not_found, invalid_api_key */
  end(identity: Identity, id: string): SessionSummary {
    const session = this.#own(identity, id);
    const { record, terms } = session.session;
    session.finish('clean', 'client_ended');
    const lasted = terms.account.clock.now() - record.startedAt;
    return {
      session_id: id,
      duration_seconds: Math.floor(lasted / 1_000),
      billed_seconds: record.seconds,
      reason: 'client_ended',
    };
  }

  /** Credentials to watch a LiveKit session. That only its organisation may is inferred. @throws ApiError room_not_found */
  async watch(
    { account }: Identity,
    room: string,
    request: IncomingMessage,
  ): Promise<Required<ViewerCredentials>> {
    const { gateway, media } = this.options;
    const id = room.replace(/^room-/, '');
    const watched = gateway.connection(id)?.session;
    if (
      watched?.record.dialect !== 'livekit' ||
      !room.startsWith('room-') ||
      watched.terms.account.organisation !== account.organisation
    )
      throw new ApiError('room_not_found');
    return {
      livekit_url: media.livekitUrl ?? urlSeenBy(request),
      token: await media.viewerToken(room, `viewer-${account.sessions.random.id(8)}`),
      room_name: room,
      session_id: id,
    };
  }

  close(): void {
    for (const session of [...this.#sessions.values()]) session.finish('clean', 'Server shutting down');
  }

  #find(id: string): HttpSession {
    const session = this.#sessions.get(id);
    if (!session) throw new ApiError('session_not_found');
    return session;
  }

  /** Only the credential that created a session controls it (observed, facts: api.md 3.2). */
  #own({ account, token }: Identity, id: string): HttpSession {
    const session = this.#find(id);
    const owner = session.options.identity;
    if (owner.account !== account || owner.token?.apiKey !== token?.apiKey)
      throw new ApiError('invalid_api_key');
    return session;
  }
}

const etagOf = ({ version }: HttpSession): string => `"${version}"`;

const httpUrl = ({ host, 'x-forwarded-proto': proto }: IncomingMessage['headers']): string =>
  `${proto === 'https' ? 'https' : 'http'}://${host ?? '127.0.0.1'}`;

const invalid = (loc: readonly string[], msg: string): ApiError =>
  ApiError.validation([refusedValue(['body', ...loc], msg)]);

function refuseSdp(error: unknown): never {
  if (error instanceof ApiError) throw error;
  throw invalid(['sdp', 'sdp'], error instanceof Error ? error.message : 'cannot be read');
}

/** There is no way to queue over HTTP. */
function takeSeat({ session }: HttpSession): void {
  const { capacity } = session.terms.account.sessions;
  let seated = false;
  capacity.take(session.id, (place) => (seated = place === null));
  if (!seated) throw new ApiError('at_capacity');
}

/** The state that came with the offer is judged before anything is answered. */
async function firstState(
  made: HttpSession,
  { prompt, image_data: image, enhance_prompt: enhance }: SessionRequest,
): Promise<void> {
  const flags = enhance === undefined ? {} : { enhance_prompt: enhance };
  if (image == null && prompt == null) return;
  const message: StateMessage =
    image == null
      ? { type: 'prompt', prompt: prompt ?? '', ...flags }
      : { type: 'set_image', image_data: image, ...(prompt != null && { prompt }), ...flags };
  const wrong = await made.state(message);
  made.assertRunning();
  if (wrong !== null) throw invalid([image == null ? 'prompt' : 'image_data'], wrong);
}
