import { packetizeH264 } from '../codecs/h264/rtp.js';
import { VP8_BLACK, VP9_BLACK } from '../codecs/flat-frames.js';
import { packetizeVp8 } from '../codecs/vp8-rtp.js';
import { every, now, type StopTimer } from '../real-time.js';
import { MAX_PAYLOAD, VIDEO_TICKS, type VideoCodec } from './media-types.js';
import { encodeBlack } from './session-card.js';

const INTERVAL_MS = 100;

/** A payload descriptor for one whole frame without layers (RFC 9628 section 4.2). */
const VP9_WHOLE_FRAME = Buffer.from([0x0c]);

/** RTP payloads of one black key frame. */
export function blackFrame(codec: VideoCodec): Buffer[] {
  if (codec === 'vp8') return packetizeVp8(Buffer.from(VP8_BLACK, 'base64'), MAX_PAYLOAD);
  if (codec === 'vp9') return [Buffer.concat([VP9_WHOLE_FRAME, Buffer.from(VP9_BLACK, 'base64')])];
  return packetizeH264(encodeBlack(320, 180), MAX_PAYLOAD);
}

/** Sends a black picture ten times a second; each frame is a key frame. */
export function startBlackCard(
  codec: VideoCodec,
  emit: (payloads: readonly Buffer[], time: number) => void,
): StopTimer {
  const payloads = blackFrame(codec);
  return every(INTERVAL_MS, () => emit(payloads, Math.round(now() * VIDEO_TICKS)));
}
