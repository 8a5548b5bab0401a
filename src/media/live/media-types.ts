/** Codecs a session may use; the names are those of the SDP's rtpmap in lower case. */
export type VideoCodec = 'h264' | 'vp8' | 'vp9';

export const VIDEO_CODECS: readonly VideoCodec[] = ['h264', 'vp8', 'vp9'];

/** `video/H264` -> `h264`; undefined for a codec that no renderer here supports. */
export function videoCodecOf(mimeType: string): VideoCodec | undefined {
  const name = mimeType.toLowerCase().replace('video/', '');
  return VIDEO_CODECS.find((codec) => codec === name);
}

/** RTP ticks a millisecond. */
export const VIDEO_TICKS = 90;
export const AUDIO_TICKS = 48;

/** Payload bytes of an RTP packet at most, with room for SRTP, UDP and a tunnel's headers. */
export const MAX_PAYLOAD = 1160;

/** An RTP packet from a publisher. */
export interface InputPacket {
  /** Identifies the source; changes with the track or the layer. */
  readonly source: string;
  readonly sequence: number;
  readonly timestamp: number;
  readonly marker: boolean;
  readonly payload: Buffer;
}

export interface VideoInputPacket extends InputPacket {
  readonly codec: VideoCodec;
}

/** An RTP packet of the model's output; sequence and timestamp are continuous. */
export interface OutputPacket {
  readonly sequence: number;
  readonly timestamp: number;
  readonly marker: boolean;
  readonly payload: Buffer;
}

export interface VideoOutputPacket extends OutputPacket {
  readonly codec: VideoCodec;
  /**
   * On a frame's last packet: when the publisher captured the frame that it was made from, in microseconds since 1970 on
   * the publisher's clock. The payload has no trailer: see `frame-trailer.ts`.
   */
  readonly captureTime?: bigint | undefined;
}
