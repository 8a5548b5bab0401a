import type * as RtcNode from '@livekit/rtc-node';
import { loadRtcNode } from '../../../src/media/livekit/rtc-node.js';
import type { Observed } from '../observed.js';
import { found, pairs, type CameraCodec, type RoomClient, type TrackName } from './room-client.js';

const rtc = loadRtcNode();
const SOURCES: Readonly<Record<number, string>> = {
  [rtc.TrackSource.SOURCE_CAMERA]: 'camera',
  [rtc.TrackSource.SOURCE_MICROPHONE]: 'microphone',
};
const CODECS = {
  vp8: rtc.VideoCodec.VP8,
  h264: rtc.VideoCodec.H264,
  vp9: rtc.VideoCodec.VP9,
  av1: rtc.VideoCodec.AV1,
  h265: rtc.VideoCodec.H265,
} as const;

const about = (participant: RtcNode.Participant, track: RtcNode.TrackPublication): string =>
  `${participant.identity} ${SOURCES[track.source ?? 0] ?? 'unknown'} ${track.sid ?? ''}`;

/** `@livekit/rtc-node` in this process. */
export class NodeClient implements RoomClient {
  readonly room = new rtc.Room();
  readonly #published = new Map<TrackName, string>();
  readonly #stops: (() => Promise<void> | void)[] = [];

  constructor(
    readonly observed: Observed,
    readonly name = 'node',
  ) {
    this.#listen();
  }

  async join(url: string, token: string): Promise<void> {
    await this.room.connect(url, token, { autoSubscribe: true, dynacast: false });
    this.#see('others', found([...this.room.remoteParticipants.values()].map(({ identity }) => identity)));
  }

  async publish(name: TrackName, codec: CameraCodec = 'vp8'): Promise<void> {
    const options = new rtc.TrackPublishOptions(
      name === 'camera'
        ? { source: rtc.TrackSource.SOURCE_CAMERA, videoCodec: CODECS[codec], simulcast: false }
        : { source: rtc.TrackSource.SOURCE_MICROPHONE },
    );
    const { sid = '' } = await this.#local.publishTrack(
      name === 'camera' ? this.#camera() : this.#microphone(),
      options,
    );
    this.#published.set(name, sid);
  }

  async unpublish(name: TrackName): Promise<void> {
    await this.#local.unpublishTrack(this.#published.get(name) ?? '');
  }

  async say(text: string): Promise<void> {
    await this.#local.publishData(new TextEncoder().encode(text), { reliable: true, topic: 'chat' });
  }

  setMetadata(metadata: string): Promise<void> {
    return this.#ask('setMetadata', this.#local.updateMetadata(metadata));
  }

  setName(name: string): Promise<void> {
    return this.#ask('setName', this.#local.updateName(name));
  }

  setAttributes(attributes: Readonly<Record<string, string>>): Promise<void> {
    return this.#ask('setAttributes', this.#local.setAttributes({ ...attributes }));
  }

  async leave(): Promise<void> {
    for (const stop of this.#stops.splice(0)) await stop();
    await this.room.disconnect();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.leave();
  }

  get #local(): RtcNode.LocalParticipant {
    const { localParticipant } = this.room;
    if (!localParticipant) throw new Error(`${this.name} is not in the room.`);
    return localParticipant;
  }

  #see(subject: string, event: string): void {
    this.observed.add(this.name, subject, event);
  }

  async #ask(what: string, request: Promise<unknown>): Promise<void> {
    await request.catch((error: unknown) => this.#see('room', `${what} failed: ${String(error)}`));
  }

  #listen(): void {
    const { RoomEvent, ConnectionState, DisconnectReason } = rtc;
    this.room
      .on(RoomEvent.ConnectionStateChanged, (state) =>
        this.#see('room', ConnectionState[state] ?? String(state)),
      )
      .on(RoomEvent.Disconnected, (reason) => this.#see('room', `left: ${DisconnectReason[reason]}`))
      .on(RoomEvent.ParticipantConnected, ({ identity }) => this.#see(identity, 'joins'))
      .on(RoomEvent.ParticipantDisconnected, ({ identity, disconnectReason }) =>
        this.#see(identity, `leaves: ${DisconnectReason[disconnectReason ?? 0]}`),
      )
      .on(RoomEvent.LocalTrackPublished, (track, who) => this.#see(about(who, track), 'is published here'))
      .on(RoomEvent.LocalTrackUnpublished, (track, who) =>
        this.#see(about(who, track), 'is unpublished here'),
      )
      .on(RoomEvent.TrackPublished, (track, who) =>
        this.#see(about(who, track), `is published, ${track.mimeType}`),
      )
      .on(RoomEvent.TrackUnpublished, (track, who) => this.#see(about(who, track), 'is unpublished'))
      .on(RoomEvent.TrackSubscribed, (media, track, who) => {
        this.#see(about(who, track), 'is subscribed');
        void this.#watch(about(who, track), media);
      })
      .on(RoomEvent.TrackUnsubscribed, (_, track, who) => this.#see(about(who, track), 'is unsubscribed'))
      .on(RoomEvent.TrackSubscriptionFailed, (_, { identity }) => this.#see(identity, 'subscription failed'))
      .on(RoomEvent.TrackMuted, (track, who) => this.#see(about(who, track), 'is muted'))
      .on(RoomEvent.TrackUnmuted, (track, who) => this.#see(about(who, track), 'is unmuted'))
      .on(RoomEvent.ParticipantMetadataChanged, (metadata, { identity }) =>
        this.#see(identity, `metadata is "${metadata ?? ''}"`),
      )
      .on(RoomEvent.ParticipantNameChanged, (name, { identity }) => this.#see(identity, `name is "${name}"`))
      .on(RoomEvent.ParticipantAttributesChanged, (changed, { identity }) =>
        this.#see(identity, `attributes change: ${pairs(changed)}`),
      )
      .on(RoomEvent.RoomMetadataChanged, (metadata) => this.#see('room', `metadata is "${metadata}"`))
      .on(RoomEvent.DataReceived, (data, who, _, topic) =>
        this.#see(who?.identity ?? 'server', `says "${new TextDecoder().decode(data)}" on ${topic}`),
      )
      .on(RoomEvent.ConnectionQualityChanged, (_, { identity }) =>
        this.#see('quality', `${identity} has a grade`),
      );
  }

  async #watch(subject: string, track: RtcNode.RemoteTrack): Promise<void> {
    const isVideo = track.kind === rtc.TrackKind.KIND_VIDEO;
    const reader = (isVideo ? new rtc.VideoStream(track) : new rtc.AudioStream(track)).getReader();
    for (let next = await reader.read(), seen = false; !next.done; next = await reader.read()) {
      if (!seen) this.#see(subject, isVideo ? 'frames' : 'sound');
      seen = true;
    }
  }

  /** Moving grey pictures. */
  #camera(): RtcNode.LocalVideoTrack {
    const [width, height] = [640, 360];
    const source = new rtc.VideoSource(width, height);
    const data = new Uint8Array((width * height * 3) / 2).fill(128);
    let row = 0;
    const timer = setInterval(() => {
      data.fill(180, 0, width * height).fill(16, row * width, (row + 1) * width);
      row = (row + 1) % height;
      source.captureFrame(new rtc.VideoFrame(data, width, height, rtc.VideoBufferType.I420));
    }, 50);
    this.#stops.push(() => clearInterval(timer));
    return rtc.LocalVideoTrack.createVideoTrack('camera', source);
  }

  /** A tone. */
  #microphone(): RtcNode.LocalAudioTrack {
    const source = new rtc.AudioSource(48_000, 1);
    let running = true;
    this.#stops.push(() => void (running = false));
    void (async () => {
      for (let n = 0; running; n++) {
        const samples = Int16Array.from({ length: 480 }, (_, i) => 8000 * Math.sin((n * 480 + i) / 20));
        await source.captureFrame(new rtc.AudioFrame(samples, 48_000, 1, 480));
      }
    })();
    return rtc.LocalAudioTrack.createAudioTrack('microphone', source);
  }
}
