import type { OutputPacket, VideoCodec, VideoOutputPacket } from '../live/media-types.js';
import type { DataDelivery } from './outgoing-data.js';

export type MediaKind = 'audio' | 'video';

/** A track that participants of a room can receive, published by the model or by another participant. */
export interface PublishedTrack {
  readonly kind: MediaKind;
  /** Begins with `TR`. */
  readonly sid: string;
  /** Sid of the participant that publishes it. */
  readonly publisherSid: string;
  /** Name of the media stream that the receiver puts it in. */
  readonly stream: string;
  /** Offered first. */
  readonly codec?: VideoCodec;
}

/** Carries tracks and data to one client, over a peer connection of its own or the client's only one. */
export interface Downlink {
  /** Adds a track, which `negotiate` then makes known to the client. */
  addTrack(track: PublishedTrack): void;
  /** Takes a track away, which `negotiate` then makes known; ignores a sid that it does not know. */
  removeTrack(trackSid: string): void;
  /** Makes added and removed tracks known. Resolves when the message for that has been sent. */
  negotiate(): Promise<void>;
  /** Video codecs of a track that the client decodes; undefined until negotiated. */
  codecsOf(trackSid: string): readonly VideoCodec[] | undefined;
  /** Drops a packet of an unknown track, or in a codec that was not agreed on. */
  sendVideo(trackSid: string, packet: VideoOutputPacket): void;
  sendAudio(trackSid: string, packet: OutputPacket): void;
  sendData(bytes: Buffer, delivery: DataDelivery): void;
}

/** The `a=msid` value by which clients find a track and its participant. */
export const msidOf = ({ publisherSid, stream, sid }: PublishedTrack): string =>
  `${publisherSid}|${stream} ${sid}`;
