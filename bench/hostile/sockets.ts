import { LIPSYNC_KEY } from '../soak/lipsync.js';
import { deflateRawSync } from 'node:zlib';
import { anyJson, mutated, nested, request, type Maker } from './attempt.js';
import { frame } from './frame.js';
import { hugeSdp } from './sdp.js';

const upgrade = [
  'connection: upgrade',
  'upgrade: websocket',
  'sec-websocket-version: 13',
  'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==',
];
const opened = (path: string, extensions: readonly string[] = []) => ({
  path,
  headers: [...upgrade, ...extensions],
});

const stream = (at: number): string => `/v1/stream?api_key=dct_hostile_${at}&model=lucy-2.5`;
const bomb = deflateRawSync(Buffer.alloc(50 * 2 ** 20, 0x20)).subarray(0, -1);

/** Frames that break the WebSocket protocol, and messages that break ours. */
export const badFrames: Maker = ({ random }) => {
  const path =
    random.next() < 0.8 ? stream(random.integer(0, 49)) : `/router/lipsync/ws?api_key=${LIPSYNC_KEY}`;
  const text = (value: string | Buffer): Buffer => frame({ opcode: 1, payload: Buffer.from(value) });
  const frames = random.pick<() => Buffer[]>([
    () => [frame({ opcode: 1, payload: Buffer.from('{}'), masked: false })],
    () => [frame({ opcode: random.integer(3, 7), payload: random.bytes(5) })],
    () => [frame({ opcode: 1, reserved: random.integer(1, 7), payload: random.bytes(20) })],
    () => [frame({ opcode: 9, payload: random.bytes(200) })],
    () => [frame({ opcode: 9, fin: false, payload: random.bytes(5) })],
    () => [frame({ opcode: 1, payload: Buffer.from([0xff, 0xfe, 0xfd]) })],
    () => [frame({ opcode: 8, payload: Buffer.from([random.integer(0, 255), random.integer(0, 255)]) })],
    () => [frame({ opcode: 8, payload: Buffer.from([3]) })],
    () => [frame({ opcode: 0, payload: Buffer.from('a') })],
    () => [frame({ opcode: 1, length: 2n ** 40n, payload: Buffer.from('a') })],
    () => [frame({ opcode: 1, length: 2n ** 63n, payload: Buffer.from('a') })],
    () =>
      Array.from({ length: random.integer(1, 500) }, () =>
        frame({ opcode: 1, fin: false, payload: Buffer.from('a') }),
      ),
    () =>
      Array.from({ length: random.integer(1, 500) }, () => frame({ opcode: 9, payload: Buffer.from('a') })),
    () => [frame({ opcode: 2, payload: random.bytes(random.integer(0, 2_000)) })],
    () => [text(mutated(random, Buffer.from('{"type":"livekit_join"}')))],
    () => [text(JSON.stringify(anyJson(random)))],
    () => [text(nested(random.integer(100, 20_000)))],
    () => [text(`{"type":"prompt","prompt":"${'p'.repeat(random.integer(1, 500_000))}"}`)],
    () => [text(`{"type":"set_image","image_data":"${'A'.repeat(random.integer(1, 500_000))}"}`)],
    () => [
      text('{"type":"set_image","image_data":null}'),
      text(JSON.stringify({ type: 'offer', sdp: hugeSdp(random) })),
    ],
    () => Array.from({ length: 300 }, () => text('{"type":"livekit_join"}')),
    () => [
      text('{"type":"config","video_fps":1e308,"audio_sample_rate":-1}'),
      text('{"type":"video_input","video_frame":"AAAA"}'),
    ],
    () => [
      text('{"type":"set_image","image_data":null}'),
      ...Array.from({ length: 400 }, (_, at) =>
        text(
          `{"type":"ice-candidate","candidate":{"candidate":"candidate:1 1 udp 1 127.0.0.1 ${at + 1} typ host","sdpMid":"0","sdpMLineIndex":0}}`,
        ),
      ),
    ],
    () => [frame({ opcode: 1, reserved: 4, payload: bomb })],
  ])();
  const extensions = random.next() < 0.3 ? ['sec-websocket-extensions: permessage-deflate'] : [];
  return { bytes: request(random, opened(path, extensions)), whole: true, frames };
};

/** What is no message of LiveKit's protocol, on connections with a valid token and without. */
export const livekitGarbage: Maker = ({ random, livekitPath }) => {
  const target =
    random.next() < 0.7
      ? livekitPath
      : mutated(random, Buffer.from(livekitPath))
          .toString('latin1')
          .replace(/[\s\0]/g, '');
  const varint = Buffer.concat([Buffer.from([8]), Buffer.alloc(random.integer(1, 30), 0xff)]);
  const offer = (sdp: string): Buffer =>
    field(1, Buffer.concat([field(1, Buffer.from('offer')), field(2, Buffer.from(sdp))]));
  const messages = random.pick<() => Buffer[]>([
    () => [random.bytes(random.integer(0, 500))],
    () => [varint],
    () => [offer(hugeSdp(random))],
    () => [mutated(random, offer('v=0\r\n'))],
    () => Array.from({ length: 100 }, () => random.bytes(random.integer(0, 40))),
    () => [Buffer.from(`${'\u000a'.repeat(random.integer(1, 3_000))}`)],
    () => [field(random.integer(1, 30), random.bytes(random.integer(0, 300)))],
  ])();
  const opcode = random.next() < 0.8 ? 2 : 1;
  return {
    bytes: request(random, opened(target)),
    whole: true,
    frames: messages.map((payload) => frame({ opcode, payload })),
  };
};

/** A length-delimited field of a protobuf message. */
function field(number: number, value: Buffer): Buffer {
  const length = [];
  for (let left = value.length; ; left >>>= 7) {
    length.push(left > 127 ? (left & 127) | 128 : left);
    if (left <= 127) break;
  }
  return Buffer.concat([Buffer.from([((number << 3) | 2) & 0x7f, ...length]), value]);
}
