import { TrackType, type TrackInfo } from '@livekit/protocol';
import type { MediaKind } from './downlink.js';

/** The kind of a track, as events name it. */
export const kindOf = ({ type }: Pick<TrackInfo, 'type'>): MediaKind =>
  type === TrackType.AUDIO ? 'audio' : 'video';
