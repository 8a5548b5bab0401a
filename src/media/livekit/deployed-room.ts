import type * as RtcNode from '@livekit/rtc-node';
import type { RoomServiceClient } from 'livekit-server-sdk';
import type { MediaFaults } from '../live/media-faults.js';
import { VIDEO_CODECS, type VideoCodec } from '../live/media-types.js';
import type { Picture } from '../drawing/picture.js';
import { after } from '../real-time.js';
import type { LookFamily } from '../drawing/look-family.js';
import type { RendererChoice, RenderStatus } from '../live/renderer.js';
import { SessionLook } from '../live/session-look.js';
import { DeployedCard } from './deployed-card.js';
import { DeployedInputs } from './deployed-inputs.js';
import { DeployedOutput } from './deployed-output.js';
import { ANNOUNCEMENT_MS } from './participant-events.js';
import type { RoomEvents } from './room-events.js';
import type { RoomStats } from './room-options.js';
import type { MediaRoom } from './room-service.js';

/** Start of the identity of every model's participant, ours and that of another mock in the same room. */
export const MODEL_IDENTITY = 'inference-server-';

export interface DeployedRoomOptions {
  readonly name: string;
  readonly rtc: typeof RtcNode;
  readonly admin: RoomServiceClient;
  readonly renderer: RendererChoice;
  /** What the session's model does; default `edit`. */
  readonly family?: LookFamily | undefined;
  /** Codec of the model's video; default that of the first client's. */
  readonly codec?: VideoCodec | undefined;
  /** Identity of the client whose tracks the model works on; default any. */
  readonly client?: string | undefined;
  readonly events: RoomEvents;
  readonly onClose: () => void;
}

/**
 * One room on a real LiveKit deployment, joined as the model's participant: decodes the clients' tracks, draws into
 * them, and publishes the result.
 */
export class DeployedRoom implements MediaRoom {
  readonly #room: RtcNode.Room;
  readonly #output: DeployedOutput;
  readonly #inputs: DeployedInputs;
  readonly #card: DeployedCard;
  readonly #look: SessionLook;
  #passthrough = false;
  #closed = false;

  constructor(readonly options: DeployedRoomOptions) {
    const { rtc, events, family } = options;
    this.#look = new SessionLook(family);
    this.#room = new rtc.Room();
    this.#output = new DeployedOutput(rtc, this.#room, events);
    this.#inputs = new DeployedInputs(rtc, {
      picture: (picture) => this.#process(picture),
      sound: (frame) => this.#output.sendSound(frame),
      silent: () => this.#output.stopSound(),
      flows: (on) => events.inputFlows?.(on),
    });
    this.#card = new DeployedCard(
      () => this.#look,
      () => !this.#inputs.hasVideo,
      (picture) => {
        this.#output
          .sendFrame(picture)
          .catch((error: unknown) => this.#reportFailure('Cannot send the test card', error));
      },
    );
  }

  get name(): string {
    return this.options.name;
  }

  get flowing(): boolean {
    return this.#output.flowing;
  }

  get stats(): RoomStats {
    return {
      ...this.#output.counts,
      framesIn: this.#inputs.framesIn,
      participants: this.#room.remoteParticipants.size,
      flowing: this.flowing,
      rendering: this.#status(),
    };
  }

  async join(url: string, token: string): Promise<void> {
    const { events, rtc } = this.options;
    const { RoomEvent } = rtc;
    this.#room
      .on(RoomEvent.ParticipantConnected, (participant) => this.#joined(participant))
      .on(RoomEvent.ParticipantDisconnected, ({ identity }) => {
        events.participantLeft?.({ identity, reason: 'client left' });
      })
      .on(RoomEvent.TrackSubscribed, (track, publication, { identity }) => {
        if (this.#isClient(identity)) void this.#read(track, publication, identity);
      })
      .on(RoomEvent.TrackUnpublished, ({ sid = '', kind }, { identity }) => {
        events.trackUnpublished?.({ identity, trackSid: sid, kind: this.#kind(kind) });
      })
      .on(RoomEvent.TrackMuted, (publication, participant) => this.#muted(publication, participant, true))
      .on(RoomEvent.TrackUnmuted, (publication, participant) => this.#muted(publication, participant, false));
    await this.#room.connect(url, token, { autoSubscribe: true, dynacast: false });
    for (const participant of this.#room.remoteParticipants.values()) this.#joined(participant);
  }

  setPrompt(prompt: string): void {
    this.#look.setPrompt(prompt);
  }

  setImage(bytes: Uint8Array | null): void {
    this.#look.setImage(bytes);
  }

  setPassthrough(on: boolean): void {
    this.#passthrough = on;
  }

  setHeld(held: boolean): void {
    this.#output.setHeld(held);
  }

  setFaults(faults: MediaFaults): void {
    this.#output.setFaults(faults);
  }

  removeParticipant(identity: string): void {
    // Fails for a participant that has left, which needs no removal.
    void this.options.admin.removeParticipant(this.name, identity).catch(() => undefined);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.options.onClose();
    this.#card.stop();
    this.#output.stop();
    this.#inputs.close();
    // Fails when the deployment has deleted the room already.
    await this.options.admin.deleteRoom(this.name).catch(() => undefined);
    await this.#room.disconnect();
    await this.#output.close();
  }

  #kind(kind: RtcNode.TrackKind | undefined): 'audio' | 'video' {
    return kind === this.options.rtc.TrackKind.KIND_VIDEO ? 'video' : 'audio';
  }

  get #echoes(): boolean {
    return this.options.renderer.name === 'echo' || this.#passthrough;
  }

  #status(): RenderStatus {
    const processing = this.#echoes ? 'echo' : 'transform';
    return {
      asked: this.options.renderer.name,
      doing: this.#inputs.hasVideo ? processing : this.#card.shown ? 'testcard' : 'nothing',
      codec: undefined,
      reason: 'LiveKit’s own client decodes and encodes.',
    };
  }

  /** Another model's output is never an input. */
  #isClient(identity: string): boolean {
    return (this.options.client ?? identity) === identity && !identity.startsWith(MODEL_IDENTITY);
  }

  #joined(participant: RtcNode.RemoteParticipant): void {
    const { identity, sid = '' } = participant;
    const { events, renderer } = this.options;
    events.participantJoined?.({ identity, sid, canPublish: true });
    events.participantConnected?.({ identity, sid });
    if (renderer.name !== 'echo') this.#card.schedule();
    after(ANNOUNCEMENT_MS, () => {
      const tracks = [...participant.trackPublications.values()];
      const announced = tracks.some(({ kind }) => this.#kind(kind) === 'video');
      const isThere = this.#room.remoteParticipants.get(identity) === participant;
      if (!this.#closed && isThere && !announced) events.announcedNothing?.({ identity });
    });
  }

  #muted(
    { sid = '', kind }: RtcNode.TrackPublication,
    { identity }: RtcNode.Participant,
    muted: boolean,
  ): void {
    if (this.#isClient(identity)) this.#inputs.mute(sid, muted);
    this.options.events.trackMuted?.({ identity, trackSid: sid, kind: this.#kind(kind), muted });
  }

  async #read(
    track: RtcNode.RemoteTrack,
    publication: RtcNode.RemoteTrackPublication,
    identity: string,
  ): Promise<void> {
    const kind = this.#kind(track.kind);
    const { sid = '', width = 0, height = 0, muted = false } = publication;
    this.options.events.trackPublished?.({ identity, trackSid: sid, kind, width, height, muted });
    if (muted) this.#inputs.mute(sid, true);
    if (kind === 'video') {
      this.#output.codec = this.options.codec ?? codecIn(publication.mimeType) ?? this.#output.codec;
      this.#card.hide();
    }
    try {
      await this.#inputs.read(track, sid);
    } catch (error) {
      // The track's handle becomes invalid when it is unpublished or its owner leaves, even before it is read.
      this.#reportFailure(`Cannot process the ${kind} of "${identity}"`, error);
    }
  }

  /** One track's failure must not end the process: the renderer's status reports it. */
  #reportFailure(problem: string, error: unknown): void {
    if (this.#closed) return;
    const cause = error instanceof Error ? error.message : String(error);
    this.options.events.rendering?.({ ...this.#status(), reason: `${problem}: ${cause}` });
  }

  async #process(picture: Picture): Promise<void> {
    if (!this.#echoes) this.#look.painter.paint(picture);
    await this.#output.sendFrame(picture);
  }
}

/** The codec of a type such as `video/VP8`; undefined for one in which a model does not answer. */
const codecIn = (mimeType = ''): VideoCodec | undefined =>
  VIDEO_CODECS.find((codec) => mimeType.toLowerCase() === `video/${codec}`);
