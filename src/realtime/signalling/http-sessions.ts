import type { IncomingMessage } from 'node:http';
import { ApiError } from '../../contract/errors.js';
import type {
  CandidatesRequest,
  SessionImage,
  SessionPrompt,
  SessionRequest,
  SessionResponse,
  SessionSummary,
  ViewerCredentials,
} from '../../contract/types.js';
import type { Identity, World } from '../../world/world.js';
import { admit, takeSlot } from '../gateway/admission.js';
import type { Gateway } from '../gateway/gateway.js';
import type { MediaLayer } from '../media/media-layer.js';
import type { SignallingEvent } from './event-stream.js';
import { HttpSession } from './http-session.js';
import { rejectSdp, startSession, type SessionCaller } from './start-session.js';
import { viewerCredentials } from './viewer-credentials.js';

/** How long a session and its event stream may last; not documented, ours. */
const MAX_AGE_MS = 3_600_000;
/** Sessions at once, over all accounts: each holds a peer connection. Ours. */
const MAX_SESSIONS = 1_000;

export interface HttpSessionsOptions {
  readonly world: World;
  readonly media: MediaLayer;
  readonly gateway: Gateway;
  readonly allowMissingOrigin: boolean;
  readonly defect: (error: unknown) => void;
}

/** Realtime over HTTP: sessions signalled by requests, and viewers of LiveKit rooms. */
export class HttpSessions {
  readonly #sessions = new Map<string, HttpSession>();

  constructor(readonly options: HttpSessionsOptions) {}

  /** Creates a session. @throws ApiError when the client is not admitted or the request is invalid */
  async create(
    identity: Identity,
    request: SessionRequest,
    caller: SessionCaller,
  ): Promise<SessionResponse & { etag: string }> {
    const { world, media, allowMissingOrigin } = this.options;
    const { account } = identity;
    const attempt = {
      identity,
      model: request.model,
      surface: 'realtime' as const,
      path: caller.path,
      origin: caller.headers.origin,
      fast: false,
    };
    const terms = { account, ...admit(world, attempt, allowMissingOrigin) };
    await media.checkOffer(request.sdp.sdp).catch(rejectSdp);
    if (this.#sessions.size >= MAX_SESSIONS) throw new ApiError('at_capacity');
    const id = account.sessions.newId();
    const releaseSlot = takeSlot(account, id, terms);
    const session = this.#open(id, identity, terms);
    // A client that disconnects now never learns the id, so it could not end the session.
    const disconnected = (): void => session.finish('crash', 'disconnect');
    caller.gone.addEventListener('abort', disconnected, { once: true });
    if (caller.gone.aborted) disconnected();
    try {
      session.assertRunning();
      const started = startSession(session, request, caller);
      session.start(started);
      return await started;
    } catch (error) {
      // That a rejected request takes no slot is inferred.
      if (!session.session.closed) releaseSlot();
      session.finish('clean', 'rejected');
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
    if (ifMatch !== '*' && ifMatch !== session.etag) throw new ApiError('precondition_failed');
    await session.addCandidates(candidates);
    return session.etag;
  }

  /**
   * @returns why the prompt was not applied, or null
   * @throws ApiError session_not_found, invalid_api_key, and the error of a rule
   */
  prompt(identity: Identity, id: string, body: SessionPrompt): Promise<string | null> {
    return this.#own(identity, id).applyState({ type: 'prompt', ...body });
  }

  /** As `prompt`. */
  image(identity: Identity, id: string, body: SessionImage): Promise<string | null> {
    return this.#own(identity, id).applyState({ type: 'set_image', ...body });
  }

  /** @throws ApiError session_not_found, and invalid_api_key for an invalid token */
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
    const durationMs = terms.account.clock.now() - record.startedAt;
    return {
      session_id: id,
      duration_seconds: Math.floor(durationMs / 1_000),
      billed_seconds: record.seconds,
      reason: 'client_ended',
    };
  }

  /** Credentials to watch a LiveKit session. @throws ApiError room_not_found */
  watch(identity: Identity, room: string, request: IncomingMessage): Promise<Required<ViewerCredentials>> {
    return viewerCredentials(this.options, identity, room, request);
  }

  close(): void {
    for (const session of [...this.#sessions.values()]) session.finish('clean', 'Server shutting down');
  }

  #open(id: string, identity: Identity, terms: HttpSession['options']['terms']): HttpSession {
    const { media, defect } = this.options;
    const { sessions, clock } = identity.account;
    const session = new HttpSession({
      id,
      identity,
      terms,
      eventToken: `evt_${sessions.random.id(32)}`,
      expiresAt: clock.now() + MAX_AGE_MS,
      media,
      defect,
      onEnd: () => this.#sessions.delete(id),
    });
    this.#sessions.set(id, session);
    const { record } = session.session;
    sessions.open({ record, stop: () => session.finish('clean', 'Account reset') });
    return session;
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
