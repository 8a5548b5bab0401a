import {
  DisconnectReason,
  ParticipantInfo_State,
  type DataPacket,
  type ParticipantInfo,
} from '@livekit/protocol';
import type { Participant } from './participant.js';
import { PendingAnnouncements } from './pending-announcements.js';

/** The clients in a room. Each gets updates about the others that join and leave, except about hidden ones. */
export class Participants implements Iterable<Participant> {
  readonly #participants = new Map<string, Participant>();
  readonly #announcements = new PendingAnnouncements<Participant>((one) => this.#announce(one));

  get size(): number {
    return this.#participants.size;
  }

  [Symbol.iterator](): Iterator<Participant> {
    return this.#participants.values();
  }

  byIdentity(identity: string): Participant | undefined {
    return this.#participants.get(identity);
  }

  bySid(sid: string | undefined): Participant | undefined {
    return [...this].find((participant) => participant.sid === sid);
  }

  has(participant: Participant): boolean {
    return this.byIdentity(participant.identity) === participant;
  }

  /** The others that are visible to this one. */
  othersThan(participant: Participant): Participant[] {
    return [...this].filter((other) => other !== participant && !other.hidden);
  }

  add(participant: Participant): void {
    this.#participants.set(participant.identity, participant);
    if (!participant.hidden) this.#tell(participant.info(), participant);
  }

  /** Tells everyone, the participant as well, which tracks it has. */
  announce(participant: Participant): void {
    this.#announcements.announceNow(participant);
  }

  /** Tells the same of a change that a client may make at any rate; of a series of changes, the last state. */
  announceChange(participant: Participant): void {
    this.#announcements.changed(participant);
  }

  /** As in LiveKit, the others get only the update of the client that takes an identity over. */
  delete(participant: Participant, reason: DisconnectReason): void {
    this.#participants.delete(participant.identity);
    this.#announcements.drop(participant);
    if (!participant.hidden && reason !== DisconnectReason.DUPLICATE_IDENTITY)
      this.#tell(participant.info(ParticipantInfo_State.DISCONNECTED, reason));
  }

  /** Sends what an administrator sent, to participants by identity or sid; without any, to all. */
  broadcast(packet: DataPacket, reliable: boolean, sids: readonly string[] = []): void {
    const identities = packet.destinationIdentities;
    const toAll = identities.length === 0 && sids.length === 0;
    for (const participant of this) {
      if (toAll || identities.includes(participant.identity) || sids.includes(participant.sid))
        participant.sendData(packet, reliable);
    }
  }

  /** Sends a data packet, under its sender's name, to its recipients; without any, to all others. */
  relay(from: Participant, packet: DataPacket, reliable: boolean): void {
    packet.participantSid = from.sid;
    packet.participantIdentity = from.identity;
    if (packet.value.case === 'user') {
      packet.value.value.participantSid = from.sid;
      packet.value.value.participantIdentity = from.identity;
    }
    const recipients = packet.destinationIdentities;
    for (const other of this) {
      if (other === from || (recipients.length > 0 && !recipients.includes(other.identity))) continue;
      other.sendData(packet, reliable);
    }
  }

  #announce(participant: Participant): void {
    const info = participant.info();
    if (participant.hidden) participant.signal.update([info]);
    else this.#tell(info);
    participant.announced();
  }

  #tell(info: ParticipantInfo, except?: Participant): void {
    for (const one of this) if (one !== except) one.signal.update([info]);
  }
}
