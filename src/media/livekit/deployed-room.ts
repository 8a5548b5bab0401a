import type * as RtcNode from '@livekit/rtc-node';
import type { RoomServiceClient } from 'livekit-server-sdk';
import { after, every, now, type StopTimer } from '../real-time.js';
import { StallDetector } from '../live/stall-detector.js';
import { NO_FAULTS, blocksVideo, type MediaFaults } from '../live/media-faults.js';
import {
  digestReference,
  lookOf,
  transformPicture,
  type ReferenceDigest,
} from '../drawing/transform-look.js';
import { Picture } from '../drawing/picture.js';
import { SessionCard } from '../live/session-card.js';
import type { RendererChoice, RenderStatus } from '../live/renderer.js';
import type { RoomEvents } from './room-events.js';
import type { MediaRoom } from './room-server.js';
import type { RoomStats } from './room-options.js';

/** What every model's participant is called by, ours and that of another stand-in in the same room. */
export const MODEL_IDENTITY = 'inference-server-';
const CARD_INTERVAL_MS = 100;
const CARD_GRACE_MS = 3000;
const SAMPLE_RATE = 48_000;

/**
 * One room on a real LiveKit deployment, joined as the participant of a model: it decodes what the clients publish, paints,
 * and publishes the outcome.
 */
export class DeployedRoom implements MediaRoom {
  readonly #room: RtcNode.Room;
  readonly #flow: StallDetector;
  readonly #counts = { framesIn: 0, framesOut: 0, packetsOut: 0, audioPacketsOut: 0 };
  #video: RtcNode.VideoSource | undefined;
  #audio: RtcNode.AudioSource | undefined;
  #inputs = 0;
  #stopGrace: StopTimer | undefined;
  #stopCard: StopTimer | undefined;
  #prompt = '';
  #reference: ReferenceDigest | undefined;
  #passthrough = false;
  #held = false;
  #faults: MediaFaults = NO_FAULTS;
  #faultsSince = { at: now(), frames: 0 };
  #closed = false;

  constructor(
    readonly name: string,
    readonly rtc: typeof RtcNode,
    readonly admin: RoomServiceClient,
    readonly renderer: RendererChoice,
    readonly events: RoomEvents,
    readonly onClose: () => void,
  ) {
    this.#room = new rtc.Room();
    this.#flow = new StallDetector(events);
  }

  get flowing(): boolean {
    return this.#flow.flowing;
  }

  get stats(): RoomStats {
    return {
      ...this.#counts,
      participants: this.#room.remoteParticipants.size,
      flowing: this.flowing,
      rendering: this.#status(),
    };
  }

  async join(url: string, token: string): Promise<void> {
    const { RoomEvent } = this.rtc;
    this.#room
      .on(RoomEvent.ParticipantConnected, (participant) => this.#joined(participant))
      .on(RoomEvent.ParticipantDisconnected, ({ identity }) => {
        this.events.participantLeft?.({ identity, reason: 'client left' });
      })
      .on(RoomEvent.TrackSubscribed, (track, publication, { identity }) => {
        // What a model publishes is an answer, not something to be answered.
        if (!identity.startsWith(MODEL_IDENTITY)) void this.#take(track, publication, identity);
      })
      .on(RoomEvent.TrackUnpublished, ({ sid = '', kind }, { identity }) => {
        this.events.trackUnpublished?.({ identity, trackSid: sid, kind: this.#kind(kind) });
      })
      .on(RoomEvent.TrackMuted, (publication, participant) => this.#muted(publication, participant, true))
      .on(RoomEvent.TrackUnmuted, (publication, participant) => this.#muted(publication, participant, false));
    await this.#room.connect(url, token, { autoSubscribe: true, dynacast: false });
    for (const participant of this.#room.remoteParticipants.values()) this.#joined(participant);
  }

  setPrompt(text: string): void {
    this.#prompt = text;
  }

  setImage(bytes: Uint8Array | null): void {
    this.#reference = bytes ? digestReference(bytes) : undefined;
  }

  setPassthrough(on: boolean): void {
    this.#passthrough = on;
  }

  setHeld(held: boolean): void {
    this.#held = held;
  }

  setFaults(faults: MediaFaults): void {
    this.#faults = faults;
    this.#faultsSince = { at: now(), frames: this.#counts.framesOut };
  }

  removeParticipant(identity: string): void {
    // One who left already cannot be removed, and need not be.
    void this.admin.removeParticipant(this.name, identity).catch(() => undefined);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.onClose();
    this.#stopGrace?.();
    this.#stopCard?.();
    this.#flow.close();
    await this.admin.deleteRoom(this.name).catch(() => undefined);
    await this.#room.disconnect();
    await this.#video?.close();
    await this.#audio?.close();
  }

  #kind(kind: RtcNode.TrackKind | undefined): 'audio' | 'video' {
    return kind === this.rtc.TrackKind.KIND_VIDEO ? 'video' : 'audio';
  }

  #status(): RenderStatus {
    const { name: asked } = this.renderer;
    const doing =
      this.#inputs > 0
        ? asked === 'echo' || this.#passthrough
          ? 'echo'
          : 'transform'
        : this.#stopCard
          ? 'testcard'
          : 'nothing';
    return { asked, doing, codec: undefined, reason: 'LiveKit’s own client decodes and encodes.' };
  }

  #joined({ identity, sid }: RtcNode.RemoteParticipant): void {
    this.events.participantJoined?.({ identity, sid: sid ?? '', canPublish: true });
    this.events.participantConnected?.({ identity, sid: sid ?? '' });
    if (this.renderer.name !== 'echo') this.#stopGrace ??= after(CARD_GRACE_MS, () => this.#startCard());
  }

  #muted({ sid, kind }: RtcNode.TrackPublication, { identity }: RtcNode.Participant, muted: boolean): void {
    this.events.trackMuted?.({ identity, trackSid: sid ?? '', kind: this.#kind(kind), muted });
  }

  async #take(
    track: RtcNode.RemoteTrack,
    publication: RtcNode.RemoteTrackPublication,
    identity: string,
  ): Promise<void> {
    const kind = this.#kind(track.kind);
    const { sid = '', width = 0, height = 0, muted = false } = publication;
    this.events.trackPublished?.({ identity, trackSid: sid, kind, width, height, muted });
    try {
      if (kind === 'audio') await this.#takeAudio(track);
      else await this.#takeVideo(track);
    } catch (error) {
      // A track may be gone before it can be read: its handle is taken back when it is unpublished or its owner leaves.
      this.#failed(`The ${kind} of "${identity}" could not be answered to its end`, error);
    }
  }

  /** Nothing of one track may end the process: what went wrong is told with the renderer's status. */
  #failed(what: string, error: unknown): void {
    if (this.#closed) return;
    const why = error instanceof Error ? error.message : String(error);
    this.events.rendering?.({ ...this.#status(), reason: `${what}: ${why}` });
  }

  async #takeVideo(track: RtcNode.RemoteTrack): Promise<void> {
    this.#inputs++;
    this.#stopCard?.();
    this.#stopCard = undefined;
    try {
      const reader = new this.rtc.VideoStream(track).getReader();
      for (let next = await reader.read(); !next.done && !this.#closed; next = await reader.read()) {
        this.#counts.framesIn++;
        const frame = next.value.frame.convert(this.rtc.VideoBufferType.I420);
        const picture = new Picture(frame.width, frame.height, frame.data);
        if (this.renderer.name !== 'echo' && !this.#passthrough)
          transformPicture(picture, lookOf(this.#direction));
        await this.#show(picture);
      }
    } finally {
      this.#inputs--;
    }
  }

  async #takeAudio(track: RtcNode.RemoteTrack): Promise<void> {
    const { AudioSource, AudioStream, LocalAudioTrack, TrackPublishOptions, TrackSource } = this.rtc;
    const source = new AudioSource(SAMPLE_RATE, 1);
    this.#audio = source;
    const options = new TrackPublishOptions({ source: TrackSource.SOURCE_MICROPHONE });
    await this.#room.localParticipant?.publishTrack(
      LocalAudioTrack.createAudioTrack('microphone', source),
      options,
    );
    const reader = new AudioStream(track, SAMPLE_RATE, 1).getReader();
    for (let next = await reader.read(); !next.done && !this.#closed; next = await reader.read()) {
      await source.captureFrame(next.value);
      this.#counts.audioPacketsOut++;
    }
  }

  get #direction() {
    return { prompt: this.#prompt, reference: this.#reference };
  }

  #startCard(): void {
    if (this.#inputs > 0 || this.#closed) return;
    const card = new SessionCard(640, 360);
    this.#stopCard = every(CARD_INTERVAL_MS, () => {
      card.draw(this.#direction);
      card.advance();
      this.#show(card.pixels()).catch((error: unknown) => this.#failed('The card could not be shown', error));
    });
  }

  async #show(picture: Picture): Promise<void> {
    const { frames, at } = this.#faultsSince;
    if (this.#held || blocksVideo(this.#faults, this.#counts.framesOut - frames, now() - at)) return;
    const { width, height } = picture;
    const shown = this.#faults.black ? Picture.black(width, height) : picture;
    const source = this.#video ?? (await this.#publish(width, height));
    source.captureFrame(new this.rtc.VideoFrame(shown.bytes, width, height, this.rtc.VideoBufferType.I420));
    this.#counts.framesOut++;
    this.#flow.frame();
  }

  async #publish(width: number, height: number): Promise<RtcNode.VideoSource> {
    const { LocalVideoTrack, TrackPublishOptions, TrackSource, VideoSource } = this.rtc;
    const source = new VideoSource(width, height);
    this.#video = source;
    const options = new TrackPublishOptions({ source: TrackSource.SOURCE_CAMERA, simulcast: false });
    await this.#room.localParticipant?.publishTrack(
      LocalVideoTrack.createVideoTrack('camera', source),
      options,
    );
    return source;
  }
}
