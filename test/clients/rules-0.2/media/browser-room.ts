import { Room, RoomEvent, Track, type RemoteParticipant, type RemoteTrackPublication } from 'livekit-client';
import { PUBLISH_BITRATE, PUBLISH_FPS } from '../numbers.js';
import { subscribes, type JoinRoom, type RoomHandle } from './room.js';

/** A room in a page. Its own connection is at hand: tests leave and join again. */
export interface BrowserRoom extends RoomHandle {
  readonly room: Room;
}

/**
 * Rooms of livekit-client. A stream has all tracks that were subscribed so far. Leaving stops the published tracks, those of the
 * app too: livekit-client does so by default, and the SDK leaves it at that (facts, 3.5).
 */
export const joinBrowserRoom: JoinRoom<MediaStream> = async ({ url, token, local, ...request }) => {
  const { codec = 'h264', remoteAudio = (local?.getAudioTracks().length ?? 0) > 0 } = request;
  const room = new Room({ adaptiveStream: false, dynacast: false });
  let left = false;
  const consider = (publication: RemoteTrackPublication, { identity }: RemoteParticipant): void => {
    const kind = publication.kind === Track.Kind.Video ? 'video' : 'audio';
    if (subscribes({ identity, kind }, remoteAudio)) publication.setSubscribed(true);
  };
  const considerAll = (): void => {
    for (const participant of room.remoteParticipants.values())
      for (const publication of participant.trackPublications.values()) consider(publication, participant);
  };
  const arrived: MediaStreamTrack[] = [];
  room.on(RoomEvent.TrackPublished, consider);
  room.on(RoomEvent.TrackSubscribed, ({ mediaStreamTrack }) => {
    arrived.push(mediaStreamTrack);
    request.onStream(new MediaStream(arrived));
  });
  room.on(RoomEvent.Reconnected, considerAll);
  room.on(RoomEvent.Disconnected, () => left || request.onLost());
  await room.connect(url, token, { autoSubscribe: false });
  considerAll();
  for (const track of local?.getTracks() ?? [])
    await room.localParticipant.publishTrack(
      track,
      track.kind === 'video'
        ? {
            source: Track.Source.Camera,
            videoCodec: codec as 'h264',
            simulcast: codec !== 'vp9',
            videoEncoding: { maxBitrate: PUBLISH_BITRATE, maxFramerate: PUBLISH_FPS },
          }
        : {},
    );
  const handle: BrowserRoom = {
    room,
    leave: async () => {
      left = true;
      await room.disconnect();
    },
  };
  return handle;
};
