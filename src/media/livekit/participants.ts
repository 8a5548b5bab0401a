import { ParticipantInfo_State, type DataPacket } from '@livekit/protocol';
import type { Participant } from './participant.js';

/** The clients in a room. Each gets updates about the others that join and leave, except about hidden ones. */
export class Participants implements Iterable<Participant> {
  readonly #participants = new Map<string, Participant>();

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
    return [...this].filter((other) => other !== participant && !other.options.grants.hidden);
  }

  add(participant: Participant): void {
    this.#participants.set(participant.identity, participant);
    if (participant.options.grants.hidden) return;
    for (const other of this.othersThan(participant)) other.signal.update([participant.info()]);
  }

  delete(participant: Participant): void {
    this.#participants.delete(participant.identity);
    if (participant.options.grants.hidden) return;
    const left = participant.info(ParticipantInfo_State.DISCONNECTED);
    for (const other of this) other.signal.update([left]);
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
}
