import type { RendererName } from '../media/choose-renderers.js';
import type { OriginScope } from '../contract/origin.js';
import type { IceOptions } from '../media/ice/ice-options.js';
import type { KeyPair } from '../media/room-keys.js';

/** The key pair that signs the tokens of rooms, and the server that has the rooms. */
export interface RoomsOptions extends KeyPair {
  /** `ws://` or `wss://` of a LiveKit deployment that carries the rooms' media; default this process carries it. */
  readonly url?: string;
}

/** Options of realtime. */
export interface RealtimeOptions {
  /** Renders the model's output; `auto` selects the best renderer that is installed. */
  readonly renderer: RendererName | 'auto';
  /**
   * `webrtc`, the default: negotiates and carries media; seconds count while it flows. `simulated`: carries none;
   * seconds count as soon as a client has the address for its media. For tests of messages alone.
   */
  readonly media?: 'webrtc' | 'simulated';
  readonly ice?: IceOptions;
  /** Where the origins of client tokens are enforced; default `sockets`, as the service does. */
  readonly origins?: OriginScope;
  /** The host that the server listens on, which decides where media goes; default 127.0.0.1. */
  readonly listensOn?: string;
  /** Whether a token with origins admits a client without an Origin header. Default true, which is inferred. */
  readonly allowMissingOrigin?: boolean;
  /** The rooms of LiveKit; the default pair is a random one. */
  readonly livekit: RoomsOptions;
  /** Called with failures of the mock itself. */
  readonly onDefect: (error: unknown, what: string) => void;
  /** Receives what the user of the server should change. */
  readonly onWarning?: (warning: string) => void;
}
