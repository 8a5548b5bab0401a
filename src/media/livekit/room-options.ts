import type { MediaFaults } from '../live/media-faults.js';
import type { VideoCodec } from '../live/media-types.js';
import type { MediaCounts } from '../live/model-stream.js';
import type { OutputPreferences, RendererChoice, RenderStatus } from '../live/renderer.js';
import type { MediaNetwork } from '../ice/media-network.js';
import type { RoomEvents } from './room-events.js';

/** The faults of a room. Changes apply at once; those that concern joining apply to later joins. */
export interface RoomFaults extends MediaFaults {
  /** Peer connections of clients that join never connect. */
  readonly iceNeverConnects?: boolean;
  /** Real milliseconds from the model's first frame until its video track is announced. */
  readonly videoTrackDelayMs?: number;
  /** The same for its audio track. */
  readonly audioTrackDelayMs?: number;
}

export interface RoomOptions {
  readonly name: string;
  /** Identity of the client whose tracks the model works on; default any. */
  readonly client?: string | undefined;
  readonly renderer: RendererChoice;
  readonly output?: OutputPreferences | undefined;
  /** Capture times are sent to those who read them: see `frame-trailer.ts`. Default false. */
  readonly frameTiming?: boolean | undefined;
  readonly events: RoomEvents;
  readonly ids: () => string;
  readonly network: MediaNetwork;
  readonly onWarning: ((warning: string) => void) | undefined;
  readonly pingIntervalSeconds: number;
  readonly pingTimeoutSeconds: number;
  readonly resumeWindowMs: number;
  /** Video codecs that clients may publish in. */
  readonly publishCodecs: readonly VideoCodec[];
  readonly onClose: () => void;
}

export interface RoomStats extends MediaCounts {
  readonly participants: number;
  readonly flowing: boolean;
  readonly rendering: RenderStatus;
}
