import type {
  LocalAudioTrack,
  LocalVideoTrack,
  RemoteParticipant,
  RemoteTrackPublication,
} from '@livekit/rtc-node';
import { loadRtcNode } from '../../../../src/media/livekit/rtc-node.js';
import { PUBLISH_BITRATE, PUBLISH_FPS } from '../numbers.js';
import { subscribes, type JoinRoom } from './room.js';

/** What a program in Node publishes. */
export interface NodeMedia {
  readonly videos: readonly LocalVideoTrack[];
  readonly audio?: LocalAudioTrack;
}

/** Rooms of `@livekit/rtc-node`. A stream is one remote track. */
export const joinNodeRoom: JoinRoom<NodeMedia> = async ({ url, token, local, ...request }) => {
  const rtc = loadRtcNode();
  const { codec = 'h264', remoteAudio = local?.audio !== undefined, onStream, onLost } = request;
  const room = new rtc.Room();
  let left = false;
  const consider = (publication: RemoteTrackPublication, { identity }: RemoteParticipant): void => {
    const kind = publication.kind === rtc.TrackKind.KIND_VIDEO ? 'video' : 'audio';
    if (subscribes({ identity, kind }, remoteAudio)) publication.setSubscribed(true);
  };
  room.on(rtc.RoomEvent.TrackPublished, consider);
  room.on(rtc.RoomEvent.TrackSubscribed, (track) => onStream(track));
  room.on(rtc.RoomEvent.Disconnected, () => left || onLost());
  await room.connect(url, token, { autoSubscribe: false, dynacast: false });
  const considerAll = (): void => {
    for (const participant of room.remoteParticipants.values())
      for (const publication of participant.trackPublications.values()) consider(publication, participant);
  };
  considerAll();
  room.on(rtc.RoomEvent.Reconnected, considerAll);
  const options = new rtc.TrackPublishOptions({
    source: rtc.TrackSource.SOURCE_CAMERA,
    videoCodec: { h264: rtc.VideoCodec.H264, vp8: rtc.VideoCodec.VP8 }[codec] ?? rtc.VideoCodec.VP9,
    simulcast: codec !== 'vp9',
    videoEncoding: { maxBitrate: BigInt(PUBLISH_BITRATE), maxFramerate: PUBLISH_FPS },
  });
  for (const video of local?.videos ?? []) await room.localParticipant?.publishTrack(video, options);
  if (local?.audio)
    await room.localParticipant?.publishTrack(
      local.audio,
      new rtc.TrackPublishOptions({ source: rtc.TrackSource.SOURCE_MICROPHONE }),
    );
  return {
    leave: async () => {
      left = true;
      await room.disconnect();
    },
  };
};
