import {
  MediaStreamTrack,
  RtpHeader,
  RtpPacket,
  type RTCPeerConnection,
  useH264,
  useVP8,
  type RtpPacket as ReceivedPacket,
} from 'werift';
import { toAnnexB } from '../../../src/media/codecs/h264/nal.js';
import { depacketizeH264 } from '../../../src/media/codecs/h264/rtp.js';
import { readI420 } from '../../../src/media/codecs/read-frame.js';
import { depacketizeVp8 } from '../../../src/media/codecs/vp8-rtp.js';
import type { VideoFrame, WebCodecs } from '../../../src/media/codecs/web-codecs.js';
import type { StoredFrame } from '../../../src/media/drawing/resample.js';
import type { Peer } from '../../../src/media/webrtc/peer.js';
import { clientConnection, connectTo } from './peer-connection.js';

const PACKET_MS = 20;

/** Opus packets of 20 ms: a tone of that amplitude. */
export async function opusTone(codecs: WebCodecs, amplitude: number, packets = 25): Promise<Buffer[]> {
  const encoded: Buffer[] = [];
  const encoder = new codecs.AudioEncoder({
    output: (chunk) => {
      const data = Buffer.alloc(chunk.byteLength);
      chunk.copyTo(data);
      encoded.push(data);
    },
    error: (error) => {
      throw error;
    },
  });
  const frames = 48 * PACKET_MS;
  encoder.configure({ codec: 'opus', sampleRate: 48_000, numberOfChannels: 1, bitrate: 32_000 });
  for (let packet = 0; packet < packets; packet++) {
    const data = Float32Array.from(
      { length: frames },
      (_, at) => amplitude * Math.sin(((packet * frames + at) * 440 * 2 * Math.PI) / 48_000),
    );
    encoder.encode(
      new codecs.AudioData({
        format: 'f32',
        sampleRate: 48_000,
        numberOfFrames: frames,
        numberOfChannels: 1,
        timestamp: packet * PACKET_MS * 1000,
        data,
      }),
    );
  }
  await encoder.flush();
  encoder.close();
  return encoded;
}

/** One frame or packet that came back. */
export interface Received {
  /** Real milliseconds. */
  readonly at: number;
  /** RTP. */
  readonly timestamp: number;
  readonly payload: Buffer;
}

/** A client of a live avatar: receives video, sends sound and gets it back. */
export class AvatarClient implements AsyncDisposable {
  readonly connection: RTCPeerConnection;
  readonly audio: Received[] = [];
  readonly #video: ReceivedPacket[] = [];
  readonly #videoAt: number[] = [];
  readonly #track = new MediaStreamTrack({ kind: 'audio' });
  #sequence = 0;
  #stop: (() => void) | undefined;

  constructor(readonly codec: 'h264' | 'vp8') {
    this.connection = clientConnection([codec === 'vp8' ? useVP8() : useH264()]);
    const video = this.connection.addTransceiver('video', { direction: 'recvonly' });
    const audio = this.connection.addTransceiver(this.#track, { direction: 'sendrecv' });
    video.onTrack.subscribe((track) =>
      track.onReceiveRtp.subscribe((packet) => {
        this.#video.push(packet);
        this.#videoAt.push(performance.now());
      }),
    );
    audio.onTrack.subscribe((track) =>
      track.onReceiveRtp.subscribe(({ header, payload }) =>
        this.audio.push({ at: performance.now(), timestamp: header.timestamp, payload }),
      ),
    );
  }

  connect(peer: Peer): Promise<string> {
    return connectTo(peer, this.connection);
  }

  /** Sends these packets in turn, one each 20 ms, until others take their place. */
  play(packets: readonly Buffer[]): void {
    this.#stop?.();
    const timer = setInterval(() => {
      const sequenceNumber = this.#sequence++ & 0xffff;
      const header = new RtpHeader({
        sequenceNumber,
        timestamp: this.#sequence * 48 * PACKET_MS,
        marker: false,
        payloadType: 96,
      });
      this.#track.writeRtp(
        new RtpPacket(header, packets[this.#sequence % packets.length] ?? Buffer.alloc(1)),
      );
    }, PACKET_MS);
    this.#stop = () => clearInterval(timer);
  }

  /** The frames that came back whole, encoded. */
  get frames(): Received[] {
    const frames: Received[] = [];
    let payloads: Buffer[] = [];
    this.#video.forEach(({ header, payload }, index) => {
      payloads.push(payload);
      if (!header.marker) return;
      const data = this.codec === 'vp8' ? depacketizeVp8(payloads) : toAnnexB(depacketizeH264(payloads));
      frames.push({ at: this.#videoAt[index] ?? 0, timestamp: header.timestamp, payload: data });
      payloads = [];
    });
    return frames;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop?.();
    await this.connection.close();
  }
}

/** Decodes frames, of which the first is a key frame. */
export async function decodeAll(
  codecs: WebCodecs,
  codec: 'h264' | 'vp8',
  frames: readonly Received[],
): Promise<StoredFrame[]> {
  const decoded: VideoFrame[] = [];
  const decoder = new codecs.VideoDecoder({
    output: (frame) => decoded.push(frame),
    error: (error) => {
      throw error;
    },
  });
  decoder.configure({ codec: codec === 'vp8' ? 'vp8' : 'avc1.42e028', optimizeForLatency: true });
  frames.forEach(({ payload }, index) =>
    decoder.decode(
      new codecs.EncodedVideoChunk({
        type: index === 0 ? 'key' : 'delta',
        timestamp: index * 40_000,
        data: payload,
      }),
    ),
  );
  await decoder.flush();
  const stored: StoredFrame[] = [];
  for (const frame of decoded) {
    stored.push(await readI420(frame));
    frame.close();
  }
  decoder.close();
  return stored;
}

/** Brightness of a pixel. */
export const lightAt = ({ data, planes: [luma] }: StoredFrame, x: number, y: number): number =>
  data[(luma?.offset ?? 0) + y * (luma?.stride ?? 0) + x] ?? 0;

/** White pixels in the lower half of the middle column, above the marker: how far the mouth is open. */
export function mouthOf(frame: StoredFrame): number {
  let white = 0;
  for (let y = frame.height / 2; y < frame.height - 40; y++)
    if (lightAt(frame, frame.width / 2, y) > 200) white++;
  return white;
}
