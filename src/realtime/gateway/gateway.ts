import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { ApiError } from '../../contract/errors.js';
import type { Account } from '../../world/accounts/account.js';
import { draw } from '../../world/random/draw-duration.js';
import { effect, type Effect } from '../../world/rules/effects/effect.js';
import { noDecision, type Decision } from '../../world/rules/types.js';
import type { Identity, World } from '../../world/world.js';
import type { MediaLayer } from '../media/media-layer.js';
import { refusalOf, type Refusal } from '../refusals.js';
import { errorMessage } from '../session/messages.js';
import { admit, identifyKey, openPath, type AdmissionTerms } from './admission.js';
import { closeSocket } from './close-socket.js';
import { RealtimeConnection } from './connection.js';
import { departure } from './session-departure.js';
import { addressOf } from './frame-journal.js';
import { readQuery, type RealtimeQuery } from './query.js';
import { outputPreferences } from './output-preferences.js';
import { answerUpgrade, serverAddress, urlSeenBy } from './upgrade.js';
import { Viewer } from './viewer.js';

/** Largest message: base64 pictures of several MB are normal (facts: sdk-python-android-ios.md 10). */
const MAX_MESSAGE_BYTES = 32 * 1024 * 1024;
const GOING_AWAY = 1001;
const TRIAL_PATH = '/v1/stream-trial';
/** Trials took 5 to 10 seconds in 2025 (facts: api.md 3.3). */
const TRIAL_SECONDS = 10;

export interface GatewayOptions {
  readonly world: World;
  readonly media: MediaLayer;
  /** Whether a token with origins admits a client without an Origin header: nobody knows, we say yes. */
  readonly allowMissingOrigin: boolean;
  /** Control sockets at once, over all accounts. */
  readonly maxSockets: number;
  readonly defect: (error: unknown) => void;
}

/** A client at the door. */
interface SocketCaller {
  readonly request: IncomingMessage;
  readonly query: RealtimeQuery;
  readonly identity: Identity | undefined;
  /** The account that is told: the caller's, or the anonymous one. */
  readonly account: Account;
  readonly refused: ApiError | undefined;
}

/** Turns WebSocket upgrades into sessions, viewers or refusals. */
export class Gateway {
  readonly #sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MAX_MESSAGE_BYTES,
    clientTracking: false,
  });
  readonly #connections = new Map<string, RealtimeConnection>();
  readonly #viewers = new Set<WebSocket>();

  constructor(readonly options: GatewayOptions) {}

  /** A running session, whoever's it is. */
  connection(sessionId: string): RealtimeConnection | undefined {
    return this.#connections.get(sessionId);
  }

  /** The socket's errors have a listener already, for as long as it lives. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#receive(request, socket, head).catch((error: unknown) => {
      this.options.defect(error);
      socket.destroy();
    });
  }

  close(): void {
    for (const connection of [...this.#connections.values()]) {
      connection.close(GOING_AWAY, 'Server shutting down');
      connection.socket.terminate();
    }
    for (const socket of this.#viewers) socket.terminate();
    this.#sockets.close();
  }

  async #receive(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const query = readQuery((request.url ?? '/').replace(/^\/{2,}/, '/'));
    const viewed = /^\/subscribe\/(.+)$/.exec(query.path)?.[1];
    const caller = await this.#identify(request, query);
    const { account } = caller;
    const path = openPath(this.options.world, query.path, account.catalogueDate());
    if (!path && viewed === undefined) return answerUpgrade(socket, 404, { detail: 'Not Found' });

    const model = query.values.get('model') ?? '';
    const decision = caller.identity ? account.rules.decide('realtime.connect', { model }) : noDecision;
    const { effects } = decision;
    const late = draw(effect(effects, 'delay')?.ms ?? 0, account.rules.random);
    if (late > 0 && !(await waitFor(socket, account, late))) return;
    const instead = effect(effects, 'respond');
    if (instead) return answerUpgrade(socket, instead.status, instead.body, instead.headers);
    // Read, so that it shows when the client leaves.
    if (effect(effects, 'no-response')) return void socket.once('end', () => socket.destroy()).resume();
    if (effect(effects, 'reset') || effect(effects, 'drop')?.afterMs === 0) return void socket.destroy();

    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
      try {
        if (caller.refused) throw caller.refused;
        const asked = effect(effects, 'error');
        if (asked) throw new ApiError(asked.code);
        if (viewed === undefined) this.#admit(caller, webSocket, model, decision);
        else this.#show(caller, webSocket, viewed);
      } catch (error) {
        if (!(error instanceof ApiError)) this.options.defect(error);
        const known = error instanceof ApiError ? error : new ApiError('internal');
        this.#refuse(webSocket, caller, refusalOf(known), known, decision.rules);
      }
    });
  }

  async #identify(request: IncomingMessage, query: RealtimeQuery): Promise<SocketCaller> {
    const { world } = this.options;
    try {
      const identity: Identity =
        query.path === TRIAL_PATH && query.keys.length === 0
          ? { account: world.anonymous() }
          : await identifyKey(world, query.keys);
      return { request, query, identity, account: identity.account, refused: undefined };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { request, query, identity: undefined, account: world.anonymous(), refused: error };
    }
  }

  /** @throws ApiError for whoever is turned away */
  #admit(caller: SocketCaller, socket: WebSocket, model: string, decision: Decision): void {
    const { world, media, allowMissingOrigin, maxSockets, defect } = this.options;
    const { request, query, identity, account } = caller;
    if (!identity) throw new ApiError('invalid_api_key');
    if (this.#connections.size >= maxSockets) throw new ApiError('at_capacity');
    const applicant = {
      identity,
      model,
      origin: request.headers.origin,
      fast: query.values.get('speed') === 'fast',
    };
    const terms: AdmissionTerms = admit(world, applicant, allowMissingOrigin);
    const id = account.sessions.newId();
    if (!account.acquireSlot(id)) throw new ApiError('concurrency_limit');
    const isTrial = query.path === TRIAL_PATH;
    const connection = new RealtimeConnection(
      socket,
      id,
      {
        account,
        ...terms,
        ...(isTrial && { trialSeconds: TRIAL_SECONDS }),
        address: addressOf(query),
      },
      {
        media,
        output: outputPreferences(query.values, terms.model),
        server: serverAddress(request),
        ownUrl: urlSeenBy(request),
        candidatesInAnswer: isPython(query),
        defect,
        closed: () => this.#connections.delete(id),
      },
      isMute(decision.effects),
    );
    this.#connections.set(id, connection);
    account.sessions.open(connection.session.record, () => connection.close(GOING_AWAY, 'Account reset'));
    connection.session.shape(decision.effects, 'realtime.connect', decision.rules);
  }

  /** A viewer of the direct generation. @throws ApiError session_not_found */
  #show({ account, query }: SocketCaller, socket: WebSocket, sessionId: string): void {
    const connection = this.#connections.get(sessionId);
    const watched = connection?.direct?.peer;
    // That only the session's organisation may watch is inferred.
    if (!watched || connection.session.terms.account.organisation !== account.organisation)
      throw new ApiError('session_not_found');
    this.#viewers.add(socket);
    socket.on('close', () => this.#viewers.delete(socket));
    new Viewer(socket, account, sessionId, watched, this.options.media, isPython(query), this.options.defect);
  }

  /** Tells first and closes then: SDKs of the direct generation never look at close codes. */
  #refuse(
    socket: WebSocket,
    { account, query }: SocketCaller,
    { text, closeCode, reason }: Refusal,
    error: ApiError,
    rules: readonly string[],
  ): void {
    socket.on('error', () => undefined);
    const message = errorMessage(text);
    account.journal.add({
      kind: 'ws',
      operation: 'realtime.connect',
      error: error.code,
      advice: error.row.advice,
      ...addressOf(query),
      response: message,
      rules,
      detail: { direction: 'out', type: 'error', close: closeCode, reason },
    });
    socket.send(JSON.stringify(message));
    closeSocket(socket, closeCode, reason);
  }
}

/** @returns false when the client left meanwhile, which is noted, and its socket let go */
async function waitFor(socket: Duplex, account: Account, ms: number): Promise<boolean> {
  const { gone, stop } = departure(socket);
  await account.clock.sleep(ms, 'delayed connect', gone);
  stop();
  if (!gone.aborted) return true;
  const detail = { note: 'The client left while its connection was delayed.' };
  account.journal.add({ kind: 'ws', operation: 'realtime.connect', detail });
  socket.destroy();
  return false;
}

const isMute = (effects: readonly Effect[]): boolean => effect(effects, 'silent') !== undefined;

const isPython = ({ values }: RealtimeQuery): boolean =>
  values.get('user_agent')?.includes('python') ?? false;
