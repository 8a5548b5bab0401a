import type { RealtimeClientMessage } from '../../contract/types.js';
import type { OutputPreferences } from '../../media/live/renderer.js';
import type { MediaLayer, OpenRoom } from '../media/media-layer.js';
import { errorText } from '../rejection.js';
import { day } from '../../world/catalogue/index.js';
import { errorMessage, sessionId, type ControlTransport } from '../session/messages.js';
import type { Session } from '../session/session.js';
import { joinSession, type JoinOptions } from './join-flow.js';

type LivekitJoin = Extract<RealtimeClientMessage, { type: 'livekit_join' }>;

export interface LivekitOptions {
  readonly media: MediaLayer;
  readonly output: OutputPreferences;
  /** The connection of the control socket: `session_id` names the address of this server. */
  readonly transport: ControlTransport;
  /** This server's WebSocket address as the client reached it. */
  readonly ownUrl: string;
}

const INTERNAL_ERROR = 1011;

/** Name of a session's room; Latin-1, as SDKs put it through `btoa`. */
const roomName = (sessionId: string): string => `room-${sessionId}`;

/**
 * Until when `session_id`, which the direct dialect begins with, was sent beside the room info. It was seen on 2026-05-29
 * (facts: api.md 3.3). That it went with the join of 2026-06-22, and that it came before the room info, is inferred.
 */
const SESSION_ID_UNTIL = day('2026-06-22');
const namesSession = (date: number): boolean => date < SESSION_ID_UNTIL;

/** JavaScript 0.1 and its contemporaries: the socket carries no media, a LiveKit room does. */
export class LivekitDialect {
  #hasJoined = false;
  #room: OpenRoom | undefined;
  /** Joins without room info yet: each gets one. */
  #unanswered = 0;

  constructor(
    readonly session: Session,
    readonly options: LivekitOptions,
  ) {}

  /** Returns at once: waits neither for an image that is being decoded nor for media. */
  join(message: LivekitJoin): void {
    if (!this.#hasJoined && namesSession(this.session.terms.account.catalogueDate()))
      this.session.ports.send(sessionId(this.session.id, this.options.transport));
    if (message.initial_state) this.session.receive(message.initial_state);
    this.#unanswered++;
    if (this.#room) this.#sendRoomInfo(this.#room);
    if (this.#hasJoined) return;
    this.#hasJoined = true;
    joinSession(this.session, (join) => {
      // However it joined, a session with nothing applied never generates (facts: sdk-javascript-0.2.md 1, 3.5).
      this.session.join('livekit', true);
      this.#hold(this.#openRoom(join, message.client_capabilities?.frame_timing === true));
    });
  }

  /** The session has ended. A room that still opens closes itself. */
  async close(): Promise<void> {
    await this.#room?.close();
  }

  async #openRoom({ signalMode }: JoinOptions, frameTiming: boolean): Promise<void> {
    const { session, options } = this;
    const room = await options.media.openRoom({
      name: roomName(session.id),
      events: session,
      output: options.output,
      frameTiming,
      ...(signalMode !== undefined && { signalMode }),
    });
    if (session.closed) return room.close();
    this.#room = room;
    session.attach(room.media);
    this.#sendRoomInfo(room);
  }

  /** A move of the clock waits for what the client gets. */
  #hold(work: Promise<void>): void {
    this.session.terms.account.clock.hold(work.catch((error: unknown) => this.#fail(error)));
  }

  #fail(error: unknown): void {
    const { ports, closed } = this.session;
    ports.defect(error);
    if (closed) return;
    ports.send(errorMessage(errorText('internal')));
    ports.close(INTERNAL_ERROR, errorText('internal'));
  }

  /** Answers every unanswered join. */
  #sendRoomInfo(room: OpenRoom): void {
    const { session, options } = this;
    const answer = (token: string): void => {
      if (session.closed) return;
      session.ports.send({
        type: 'livekit_room_info',
        livekit_url: options.media.livekitUrl ?? options.ownUrl,
        token,
        room_name: roomName(session.id),
        session_id: session.id,
      });
      room.begin();
    };
    for (; this.#unanswered > 0; this.#unanswered--) this.#hold(room.token().then(answer));
  }
}
