import type { RealtimeClientMessage } from '../../contract/types.js';
import type { OutputPreferences } from '../../media/live/renderer.js';
import type { MediaLayer, OpenRoom } from '../media/media-layer.js';
import { errorText } from '../refusals.js';
import { errorMessage } from '../session/messages.js';
import type { Session } from '../session/session.js';
import { joinSession, type JoinOptions } from './join-flow.js';

type Join = Extract<RealtimeClientMessage, { type: 'livekit_join' }>;

const INTERNAL_ERROR = 1011;

/** Name of a session's room; Latin-1, as SDKs put it through `btoa`. */
const roomName = (sessionId: string): string => `room-${sessionId}`;

/**
 * Whether a first state follows, before which nothing is shown. `passthrough` says so; so does `initial_state`; a bare
 * join is always followed by one (facts: api.md 3.3, sdk-python-android-ios.md 3.4).
 */
const awaitsState = ({ passthrough, initial_state: state }: Join): boolean =>
  passthrough === undefined ? state !== null : !passthrough;

/** JavaScript 0.1 and its contemporaries: the socket carries no media, a LiveKit room does. */
export class LivekitDialect {
  #room: OpenRoom | undefined;
  #asked = false;
  /** Joins that have no room info yet. */
  #waiting = 0;
  #closed = false;

  constructor(
    readonly session: Session,
    readonly media: MediaLayer,
    readonly output: OutputPreferences,
    /** Where this client finds this server. */
    readonly ownUrl: string,
  ) {}

  /** Answers at once: neither a picture under way nor media is waited for. One room info a join. */
  join(message: Join): void {
    if (message.initial_state) this.session.receive(message.initial_state);
    this.#waiting++;
    if (this.#room) this.#inform(this.#room);
    if (this.#asked) return;
    this.#asked = true;
    joinSession(this.session, (entry) => {
      this.session.join('livekit', awaitsState(message));
      this.#open(entry).catch((error: unknown) => this.#fail(error));
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#room?.close();
  }

  async #open({ signalMode }: JoinOptions): Promise<void> {
    const { session, media } = this;
    const room = await media.openRoom({
      name: roomName(session.id),
      events: session,
      output: this.output,
      ...(signalMode !== undefined && { signalMode }),
    });
    if (this.#closed) return room.close();
    this.#room = room;
    session.attach(room.media);
    this.#inform(room);
  }

  #fail(error: unknown): void {
    const { ports, over } = this.session;
    ports.defect(error);
    if (over) return;
    ports.send(errorMessage(errorText('internal')));
    ports.close(INTERNAL_ERROR, errorText('internal'));
  }

  #inform(room: OpenRoom): void {
    for (; this.#waiting > 0; this.#waiting--) this.#tell(room);
  }

  #tell(room: OpenRoom): void {
    const { session } = this;
    room
      .token()
      .then((token) => {
        if (session.over) return;
        session.ports.send({
          type: 'livekit_room_info',
          livekit_url: this.media.livekitUrl ?? this.ownUrl,
          token,
          room_name: roomName(session.id),
          session_id: session.id,
        });
        room.begin();
      })
      .catch((error: unknown) => this.#fail(error));
  }
}
