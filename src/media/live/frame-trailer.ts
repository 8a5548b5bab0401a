import { NAL, nalType } from '../codecs/h264/nal.js';
import type { VideoCodec, VideoOutputPacket } from './media-types.js';

/**
 * The trailer behind an encoded frame (facts: sdk-javascript.md 4.13; livekit-client 2.20): fields of tag, length and
 * value, then the length of the whole trailer, each byte XOR 0xFF, then `LKTS`.
 */
const MAGIC = Buffer.from('LKTS', 'latin1');
/** Length byte and magic. */
const ENVELOPE = 5;
const CAPTURE_TIME = { tag: 0x01, length: 8 } as const;

/** Bytes without their trailer. */
export interface WithoutTrailer {
  readonly data: Buffer;
  /** When the frame was captured, in microseconds since 1970 on the publisher's clock. */
  readonly captureTime: bigint | undefined;
}

/** Cuts the trailer off a frame, or off the packet that ends a frame. */
export function cutTrailer(bytes: Buffer): WithoutTrailer {
  const length = trailerLength(bytes);
  if (length === 0) return { data: bytes, captureTime: undefined };
  return {
    data: bytes.subarray(0, -length),
    captureTime: captureTimeOf(bytes.subarray(-length, -ENVELOPE)),
  };
}

/** Whether a trailer ends these bytes. */
export const hasTrailer = (bytes: Buffer): boolean => trailerLength(bytes) > 0;

/** `cutTrailer` for an RTP payload: corrects the size that an aggregation packet gives its last unit. */
export function cutPacketTrailer(codec: VideoCodec, payload: Buffer): WithoutTrailer {
  const { data, captureTime } = cutTrailer(payload);
  if (data.length === payload.length) return { data, captureTime };
  return { data: resizeLastUnit(codec, data, data.length - payload.length), captureTime };
}

/** A packet with the trailer of its capture time; unchanged where it has none. */
export function withTrailer(packet: VideoOutputPacket): VideoOutputPacket {
  const { codec, payload, captureTime } = packet;
  if (captureTime === undefined) return packet;
  return { ...packet, payload: appendPacketTrailer(codec, payload, captureTime) };
}

/** Appends a trailer with the capture time to the RTP payload that ends a frame. */
export function appendPacketTrailer(codec: VideoCodec, payload: Buffer, captureTime: bigint): Buffer {
  const trailer = captureTrailer(captureTime);
  return resizeLastUnit(codec, Buffer.concat([payload, trailer]), trailer.length);
}

function captureTrailer(captureTime: bigint): Buffer {
  const trailer = Buffer.alloc(2 + CAPTURE_TIME.length + ENVELOPE);
  trailer[0] = CAPTURE_TIME.tag;
  trailer[1] = CAPTURE_TIME.length;
  trailer.writeBigUInt64BE(captureTime, 2);
  trailer[trailer.length - ENVELOPE] = trailer.length;
  invert(trailer);
  MAGIC.copy(trailer, trailer.length - MAGIC.length);
  return trailer;
}

/** Bytes of the trailer; 0 without one. */
function trailerLength(bytes: Buffer): number {
  const end = bytes.length;
  // Almost no packet ends in the last letter, so most are decided here.
  if (end <= ENVELOPE || bytes[end - 1] !== MAGIC[3] || !bytes.subarray(-MAGIC.length).equals(MAGIC))
    return 0;
  const length = (bytes[end - ENVELOPE] ?? 0) ^ 0xff;
  return length >= ENVELOPE && length < end ? length : 0;
}

function captureTimeOf(fields: Buffer): bigint | undefined {
  const plain = invert(Buffer.from(fields));
  for (let at = 0; at + 2 <= plain.length;) {
    const [tag, length] = [plain[at], plain[at + 1] ?? 0];
    const value = plain.subarray(at + 2, at + 2 + length);
    if (tag === CAPTURE_TIME.tag && value.length === CAPTURE_TIME.length) return value.readBigUInt64BE();
    at += 2 + length;
  }
  return undefined;
}

function invert(bytes: Buffer): Buffer {
  for (let at = 0; at < bytes.length; at++) bytes[at] = (bytes[at] ?? 0) ^ 0xff;
  return bytes;
}

/** A trailer belongs to the last unit, whose size an H.264 aggregation packet (STAP-A) states. */
function resizeLastUnit(codec: VideoCodec, payload: Buffer, by: number): Buffer {
  if (codec !== 'h264' || nalType(payload) !== NAL.stapA) return payload;
  const resized = Buffer.from(payload);
  for (let at = 1; at + 2 <= resized.length;) {
    const size = resized.readUInt16BE(at);
    const next = at + 2 + size;
    if (next + by === resized.length) {
      resized.writeUInt16BE(size + by, at);
      break;
    }
    at = next;
  }
  return resized;
}
