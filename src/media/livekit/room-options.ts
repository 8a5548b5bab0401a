import type { MediaFaults } from '../live/media-faults.js';
import type { VideoCodec } from '../live/media-types.js';
import type { MediaCounts } from '../live/model-stream.js';
import type { OutputPreferences, RendererChoice, RenderStatus } from '../live/renderer.js';
import type { IceOptions } from '../webrtc/connection.js';
import type { RoomEvents } from './room-events.js';

/** What goes wrong in a room; can be changed at any time, what concerns a joining client at its next join. */
export interface RoomFaults extends MediaFaults {
  /** Clients that join from now on never get a peer connection up. */
  readonly iceNeverConnects?: boolean;
  /** Real milliseconds between the model's first frame and its video track being announced. */
  readonly videoTrackDelayMs?: number;
  /** The same for its audio track. */
  readonly audioTrackDelayMs?: number;
}

export interface RoomOptions {
  readonly name: string;
  readonly renderer: RendererChoice;
  readonly output?: OutputPreferences | undefined;
  readonly events: RoomEvents;
  readonly ids: () => string;
  readonly ice: IceOptions;
  readonly pingIntervalSeconds: number;
  readonly pingTimeoutSeconds: number;
  readonly resumeWindowMs: number;
  readonly publishCodecs?: readonly VideoCodec[] | undefined;
  readonly onClose: () => void;
}

export interface RoomStats extends MediaCounts {
  readonly participants: number;
  readonly flowing: boolean;
  readonly rendering: RenderStatus;
}
