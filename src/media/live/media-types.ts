/** Codecs a session may use; the names are those of the SDP's rtpmap in lower case. */
export type VideoCodec = 'h264' | 'vp8' | 'vp9';

export const VIDEO_CODECS: readonly VideoCodec[] = ['h264', 'vp8', 'vp9'];

/** `video/H264` -> `h264`; undefined for what no renderer here can carry. */
export function videoCodecOf(mimeType: string): VideoCodec | undefined {
  const name = mimeType.toLowerCase().replace('video/', '');
  return VIDEO_CODECS.find((codec) => codec === name);
}

/** RTP ticks a millisecond. */
export const VIDEO_TICKS = 90;
export const AUDIO_TICKS = 48;

/** Payload bytes an RTP packet may carry, with room for SRTP, UDP and a tunnel's headers. */
export const MAX_PAYLOAD = 1160;

/** An RTP packet as it came from a publisher. */
export interface InputPacket {
  /** Tells one source from the next; changes when the track or the layer does. */
  readonly source: string;
  readonly sequence: number;
  readonly timestamp: number;
  readonly marker: boolean;
  readonly payload: Buffer;
}

export interface VideoInputPacket extends InputPacket {
  readonly codec: VideoCodec;
}

/** An RTP packet of the model's output; sequence and timestamp run on without a seam. */
export interface OutputPacket {
  readonly sequence: number;
  readonly timestamp: number;
  readonly marker: boolean;
  readonly payload: Buffer;
}

export interface VideoOutputPacket extends OutputPacket {
  readonly codec: VideoCodec;
}
