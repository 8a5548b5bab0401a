import { Codec, TrackType, type AddTrackRequest } from '@livekit/protocol';
import { videoCodecOf, type VideoCodec } from '../live/media-types.js';

/**
 * Codecs that a room carries, in the order of LiveKit's own list. A client that wants to publish AV1 or H.265 takes the
 * first.
 */
export const PUBLISH_CODECS: readonly VideoCodec[] = ['vp8', 'h264', 'vp9'];

/** LiveKit's name of a codec, as in `TrackInfo.mimeType`. */
export const mimeTypeOf = (codec: VideoCodec): string => `video/${codec.toUpperCase()}`;

/** The codecs of a join response, from which clients choose. */
export const enabledCodecs = (video: readonly VideoCodec[]): Codec[] =>
  [...video.map(mimeTypeOf), 'audio/opus'].map((mime) => new Codec({ mime }));

/** The codec that a client's track will have: the first that it asks for and the room carries. */
export function publishedMimeType(
  { type, simulcastCodecs }: AddTrackRequest,
  enabled: readonly VideoCodec[],
): string {
  if (type === TrackType.AUDIO) return 'audio/opus';
  const asked = simulcastCodecs.flatMap(({ codec }) => videoCodecOf(codec) ?? []);
  const codec = asked.find((each) => enabled.includes(each)) ?? enabled[0];
  // A client that asks for none sends what its offer has first.
  return simulcastCodecs.length === 0 || !codec ? '' : mimeTypeOf(codec);
}
