import { NAL } from '../codecs/h264/nal.js';
import type { VideoCodec } from './media-types.js';

/** Whether an RTP payload begins a frame that can be decoded without an earlier one. */
export function beginsKeyFrame(codec: VideoCodec, payload: Buffer): boolean {
  switch (codec) {
    case 'h264':
      return beginsH264Key(payload);
    case 'vp8': {
      const at = vp8DescriptorSize(payload);
      const startsFirstPartition = ((payload[0] ?? 0) & 0x17) === 0x10;
      return startsFirstPartition && ((payload[at] ?? 1) & 1) === 0;
    }
    case 'vp9': {
      const descriptor = payload[0] ?? 0;
      const [predicted, begins] = [descriptor & 0x40, descriptor & 0x08];
      return predicted === 0 && begins !== 0;
    }
  }
}

function beginsH264Key(payload: Buffer): boolean {
  const [first = 0, second = 0] = payload;
  const type = first & 0x1f;
  if (type === NAL.fuA) return (second & 0x80) !== 0 && (second & 0x1f) === NAL.idr;
  const inner = type === NAL.stapA ? (payload[3] ?? 0) & 0x1f : type;
  return inner === NAL.sps || inner === NAL.idr;
}

/** Bytes of the VP8 payload descriptor (RFC 7741 section 4.2). */
export function vp8DescriptorSize(payload: Buffer): number {
  const [first = 0, extension = 0, picture = 0] = payload;
  if ((first & 0x80) === 0) return 1;
  let size = 2;
  if (extension & 0x80) size += picture & 0x80 ? 2 : 1;
  if (extension & 0x40) size += 1;
  if (extension & 0x30) size += 1;
  return size;
}
