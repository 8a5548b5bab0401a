import { ParticipantInfo_State, type DataPacket } from '@livekit/protocol';
import type { Participant } from './participant.js';

/** Who is in a room. Those who are there hear of those who come and go, but for hidden ones. */
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

  /** Whom this one may know of. */
  othersThan(participant: Participant): Participant[] {
    return [...this].filter((other) => other !== participant && !other.options.admission.hidden);
  }

  add(participant: Participant): void {
    this.#participants.set(participant.identity, participant);
    if (participant.options.admission.hidden) return;
    for (const other of this.othersThan(participant)) other.update([participant.info()]);
  }

  delete(participant: Participant): void {
    this.#participants.delete(participant.identity);
    if (participant.options.admission.hidden) return;
    const gone = participant.info(ParticipantInfo_State.DISCONNECTED);
    for (const other of this) other.update([gone]);
  }

  /** Hands a data packet on, under its sender's name, to everybody it is meant for but the sender. */
  relay(from: Participant, packet: DataPacket, reliable: boolean): void {
    packet.participantSid = from.sid;
    packet.participantIdentity = from.identity;
    if (packet.value.case === 'user') {
      packet.value.value.participantSid = from.sid;
      packet.value.value.participantIdentity = from.identity;
    }
    const only = packet.destinationIdentities;
    for (const other of this) {
      if (other === from || (only.length > 0 && !only.includes(other.identity))) continue;
      other.sendData(packet, reliable);
    }
  }
}
