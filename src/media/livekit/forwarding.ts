import type { TrackInfo } from '@livekit/protocol';
import {
  AUDIO_TICKS,
  VIDEO_TICKS,
  type InputPacket,
  type OutputPacket,
  type VideoInputPacket,
} from '../live/media-types.js';
import { RtpTimeline } from '../live/rtp-timeline.js';
import type { VideoSource } from '../live/video-input.js';
import { now } from '../real-time.js';
import type { PublishedTrack } from './downlink.js';
import type { Participant } from './participant.js';
import { kindOf } from './track-kind.js';
import type { Participants } from './participants.js';

interface ForwardedTrack {
  readonly publisher: Participant;
  readonly info: TrackInfo;
  readonly published: PublishedTrack;
  readonly timeline: RtpTimeline;
  requestKeyFrame: () => void;
  /** Whether the publisher knows that it has a receiver. */
  subscribed: boolean;
}

/**
 * Sends what clients publish to the other clients that subscribe, unaltered, as a LiveKit server does: it does not
 * transcode, so a client that lacks a track's codec gets nothing.
 */
export class Forwarding {
  readonly #tracks = new Map<string, ForwardedTrack>();

  constructor(readonly participants: Participants) {}

  /**
   * A track's media arrives for the first time, or in another codec: others may receive it from now on. `subscribed`:
   * the model does.
   */
  start(publisher: Participant, info: TrackInfo, subscribed: boolean, source?: VideoSource): void {
    const known = this.#tracks.get(info.sid);
    if (known) {
      known.requestKeyFrame = source?.requestKeyFrame ?? known.requestKeyFrame;
      return;
    }
    const { sid } = info;
    const kind = kindOf(info);
    const track: ForwardedTrack = {
      publisher,
      info,
      published: {
        kind,
        sid,
        publisherSid: publisher.sid,
        stream: sid,
        ...(source && { codec: source.codec }),
      },
      timeline: new RtpTimeline(kind === 'audio' ? AUDIO_TICKS : VIDEO_TICKS),
      requestKeyFrame: source?.requestKeyFrame ?? (() => undefined),
      subscribed,
    };
    this.#tracks.set(sid, track);
    if (subscribed) publisher.signal.trackSubscribed(sid);
    this.participants.announce(publisher);
    for (const receiver of this.#receivers(publisher)) this.#offer(track, receiver);
  }

  /** The track is unpublished, or its publisher left. */
  stop(sid: string): void {
    const track = this.#tracks.get(sid);
    if (!track) return;
    this.#tracks.delete(sid);
    for (const receiver of this.#receivers(track.publisher)) {
      receiver.subscriptions.withdraw(sid);
      receiver.negotiate();
    }
  }

  /** Offers the tracks so far to a participant that joins. It negotiates them itself. */
  join(receiver: Participant): void {
    for (const track of this.#tracks.values())
      if (!track.publisher.hidden)
        receiver.offer(track.published, track.publisher.permits(receiver, track.info.sid));
  }

  /** A publisher changed who may receive its tracks. */
  permissionChanged(publisher: Participant): void {
    for (const { info } of this.#of(publisher)) {
      for (const receiver of this.#receivers(publisher)) {
        const allowed = publisher.permits(receiver, info.sid);
        if (!receiver.subscriptions.allow(info.sid, allowed)) continue;
        receiver.signal.subscriptionPermission(publisher.sid, info.sid, allowed);
        receiver.negotiate();
      }
    }
  }

  /** What a participant receives was negotiated: it needs key frames, and publishers learn of their first receiver. */
  negotiated(receiver: Participant): void {
    for (const { sid } of receiver.subscriptions.carried) {
      const track = this.#tracks.get(sid);
      if (!track) continue;
      track.requestKeyFrame();
      if (!track.subscribed) track.publisher.signal.trackSubscribed(sid);
      track.subscribed = true;
    }
  }

  requestKeyFrame(sid: string): void {
    this.#tracks.get(sid)?.requestKeyFrame();
  }

  video(sid: string, packet: VideoInputPacket): void {
    this.#send(sid, packet, (receiver, out) => receiver.sendVideo(sid, { ...out, codec: packet.codec }));
  }

  audio(sid: string, packet: InputPacket): void {
    this.#send(sid, packet, (receiver, out) => receiver.sendAudio(sid, out));
  }

  #send(
    sid: string,
    { source, sequence, timestamp, marker, payload }: InputPacket,
    send: (receiver: Participant, packet: OutputPacket) => void,
  ): void {
    const track = this.#tracks.get(sid);
    if (!track || track.info.muted) return;
    const numbers = track.timeline.map(source, sequence, timestamp, now());
    // Most clients are alone in their room.
    if (this.participants.size < 2) return;
    const packet = { sequence: numbers.sequence, timestamp: numbers.timestamp, marker, payload };
    for (const receiver of this.#receivers(track.publisher)) send(receiver, packet);
  }

  #offer(track: ForwardedTrack, receiver: Participant): void {
    if (track.publisher.hidden) return;
    receiver.offer(track.published, track.publisher.permits(receiver, track.info.sid));
    receiver.negotiate();
  }

  #receivers(publisher: Participant): Participant[] {
    return [...this.participants].filter((one) => one !== publisher);
  }

  #of(publisher: Participant): ForwardedTrack[] {
    return [...this.#tracks.values()].filter((track) => track.publisher === publisher);
  }
}
