import type { RendererName } from '../media/choose-renderers.js';
import type { IceOptions } from '../media/webrtc/ice-options.js';

/** Where a LiveKit server runs, and the pair that signs its tokens. */
export interface LivekitDeployment {
  /** `ws://` or `wss://`. */
  readonly url: string;
  readonly key: string;
  readonly secret: string;
}

/** How the realtime face is set up. */
export interface RealtimeOptions {
  /** What the model draws; `auto` takes the best that is installed. */
  readonly renderer: RendererName | 'auto';
  /**
   * `webrtc`, the default: media is negotiated and carried, and seconds count while it flows. `assumed`: none is, and
   * seconds count from the moment a client knows where its media would go, for tests of messages alone.
   */
  readonly media?: 'webrtc' | 'simulated';
  readonly ice?: IceOptions;
  /** Whether a token with origins admits a client that sends no Origin header; default yes, which is inferred. */
  readonly allowMissingOrigin?: boolean;
  /** A LiveKit deployment that carries the media instead of this process. */
  readonly livekit?: LivekitDeployment;
  /** Told of defects of the stand-in itself. */
  readonly onDefect: (error: unknown, what: string) => void;
}
