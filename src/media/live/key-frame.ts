import { NAL } from '../codecs/h264/nal.js';
import { descriptorSize } from '../codecs/vp8-rtp.js';
import type { VideoCodec } from './media-types.js';

/** Whether an RTP payload starts a frame that can be decoded without an earlier one. */
export function startsKeyFrame(codec: VideoCodec, payload: Buffer): boolean {
  switch (codec) {
    case 'h264':
      return startsH264KeyFrame(payload);
    case 'vp8': {
      const at = descriptorSize(payload);
      const startsFirstPartition = ((payload[0] ?? 0) & 0x17) === 0x10;
      return startsFirstPartition && ((payload[at] ?? 1) & 1) === 0;
    }
    case 'vp9': {
      const descriptor = payload[0] ?? 0;
      const [predicted, startsFrame] = [descriptor & 0x40, descriptor & 0x08];
      return predicted === 0 && startsFrame !== 0;
    }
  }
}

function startsH264KeyFrame(payload: Buffer): boolean {
  const [first = 0, second = 0] = payload;
  const type = first & 0x1f;
  if (type === NAL.fuA) return (second & 0x80) !== 0 && (second & 0x1f) === NAL.idr;
  const inner = type === NAL.stapA ? (payload[3] ?? 0) & 0x1f : type;
  return inner === NAL.sps || inner === NAL.idr;
}
