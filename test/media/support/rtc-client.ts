import type { LocalTrackPublication, RemoteTrack, VideoSource as AnyVideoSource } from '@livekit/rtc-node';
import type { SignalDialect } from '../../../src/media/livekit/create-transport.js';
import { loadRtcNode } from '../../../src/media/livekit/rtc-node.js';
import { Picture } from '../../../src/media/drawing/picture.js';
import { eventually } from './room-host.js';

// Loaded as the product loads it, so that a process has one copy of it, without debug output.
const {
  AudioFrame,
  AudioSource,
  AudioStream,
  LocalAudioTrack,
  LocalVideoTrack,
  Room,
  RoomEvent,
  TrackKind,
  TrackPublishOptions,
  TrackSource,
  VideoBufferType,
  VideoCodec,
  VideoFrame,
  VideoSource,
  VideoStream,
} = loadRtcNode();
export { RoomEvent };

/** A frame as the client decoded it. */
export interface SeenFrame {
  readonly width: number;
  readonly height: number;
  /** Mean of the I420 planes. */
  readonly mean: readonly [y: number, u: number, v: number];
}

const CODECS = {
  h264: VideoCodec.H264,
  vp8: VideoCodec.VP8,
  vp9: VideoCodec.VP9,
  av1: VideoCodec.AV1,
  h265: VideoCodec.H265,
} as const;

/** A LiveKit client without a browser. */
export class RtcClient implements AsyncDisposable {
  readonly room = new Room();
  /** Frames of the model. */
  readonly frames: SeenFrame[] = [];
  /** Frames of other participants, by identity. */
  readonly framesOf = new Map<string, SeenFrame[]>();
  /** The last frame. */
  picture: Picture | undefined;
  readonly trackFrom: string[] = [];
  /** Data packets, as `text on topic from identity`. */
  readonly heard: string[] = [];
  audioFrames = 0;
  #reconnected = false;
  #frozen = false;
  readonly #stops: (() => unknown)[] = [];
  #video: AnyVideoSource | undefined;
  #publication: LocalTrackPublication | undefined;

  static async connect(
    url: string,
    token: string,
    dialect: SignalDialect = 'V1',
    autoSubscribe = true,
  ): Promise<RtcClient> {
    const client = new RtcClient();
    client.room.on(RoomEvent.TrackSubscribed, (track: RemoteTrack, publication, participant) => {
      client.trackFrom.push(
        `${participant.identity}:${publication.kind === TrackKind.KIND_VIDEO ? 'video' : 'audio'}`,
      );
      if (track.kind === TrackKind.KIND_VIDEO) void client.#watch(track, participant.identity);
      else void client.#hear(track);
    });
    client.room.on(RoomEvent.DataReceived, (payload: Uint8Array, from, _, topic) => {
      client.heard.push(`${new TextDecoder().decode(payload)} on ${topic} from ${from?.identity}`);
    });
    client.room.on(RoomEvent.Reconnected, () => (client.#reconnected = true));
    const options = { autoSubscribe, dynacast: false, singlePeerConnection: dialect === 'V1' };
    await client.room.connect(url, token, options);
    return client;
  }

  /** Stops all cameras, or starts them again: their tracks stay published. */
  freeze(frozen: boolean): void {
    this.#frozen = frozen;
  }

  /** Publishes moving video of brightness `luma`. */
  async publishVideo(
    codec: keyof typeof CODECS,
    { width = 640, height = 360, simulcast = false, luma = 180 } = {},
  ): Promise<LocalTrackPublication> {
    const source = new VideoSource(width, height);
    this.#video = source;
    const data = new Uint8Array((width * height * 3) / 2).fill(128).fill(luma, 0, width * height);
    let step = 0;
    const timer = setInterval(() => {
      if (this.#frozen) return;
      data.fill(luma, 0, width * height);
      const row = (step++ % height) * width;
      data.fill(16, row, row + width);
      source.captureFrame(new VideoFrame(data, width, height, VideoBufferType.I420));
    }, 33);
    this.#stops.push(() => clearInterval(timer));
    const track = LocalVideoTrack.createVideoTrack('camera', source);
    const options = new TrackPublishOptions({
      source: TrackSource.SOURCE_CAMERA,
      videoCodec: CODECS[codec],
      simulcast,
    });
    this.#publication = await this.local.publishTrack(track, options);
    return this.#publication;
  }

  async publishAudio(): Promise<LocalTrackPublication> {
    const source = new AudioSource(48_000, 1);
    const track = LocalAudioTrack.createAudioTrack('mic', source);
    const options = new TrackPublishOptions({ source: TrackSource.SOURCE_MICROPHONE });
    const publication = await this.local.publishTrack(track, options);
    let running = true;
    this.#stops.push(() => (running = false));
    void (async () => {
      for (let n = 0; running; n++) {
        const samples = Int16Array.from({ length: 480 }, (_, i) => 8000 * Math.sin((n * 480 + i) / 20));
        await source.captureFrame(new AudioFrame(samples, 48_000, 1, 480));
      }
    })();
    return publication;
  }

  get local() {
    const { localParticipant } = this.room;
    if (!localParticipant) throw new Error('The client is not in the room.');
    return localParticipant;
  }

  /** Waits until the client has resumed: its socket is new, and ICE has restarted. */
  async reconnected(): Promise<void> {
    await eventually('reconnected', () => this.#reconnected);
  }

  /** Waits for `count` more frames and returns the last. */
  async nextFrames(count: number): Promise<SeenFrame> {
    const goal = this.frames.length + count;
    await eventually(`frame ${goal}`, () => this.frames.length >= goal);
    return this.frames.at(-1) as SeenFrame;
  }

  async [Symbol.asyncDispose]() {
    for (const stop of this.#stops) stop();
    await this.#video?.close();
    await this.room.disconnect();
  }

  async #watch(track: RemoteTrack, identity: string): Promise<void> {
    const isModel = identity.startsWith('inference-server-');
    const frames = isModel ? this.frames : (this.framesOf.get(identity) ?? []);
    this.framesOf.set(identity, frames);
    const reader = new VideoStream(track).getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      const picture = next.value.frame.convert(VideoBufferType.I420);
      if (isModel) this.picture = new Picture(picture.width, picture.height, picture.data);
      const size = picture.width * picture.height;
      const quarter = size / 4;
      frames.push({
        width: picture.width,
        height: picture.height,
        mean: [
          mean(picture.data, 0, size),
          mean(picture.data, size, size + quarter),
          mean(picture.data, size + quarter, size + 2 * quarter),
        ],
      });
    }
  }

  async #hear(track: RemoteTrack): Promise<void> {
    const reader = new AudioStream(track).getReader();
    while (!(await reader.read()).done) this.audioFrames++;
  }
}

function mean(data: Uint8Array, from: number, to: number): number {
  let sum = 0;
  for (let index = from; index < to; index++) sum += data[index] ?? 0;
  return sum / (to - from);
}
