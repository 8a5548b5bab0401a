import { now } from '../real-time.js';
import type { VideoInputPacket } from './media-types.js';

const MAX_WAIT_MS = 150;
const MAX_HELD = 200;

/**
 * Puts packets back into order. The layer below requests a missing packet again (NACK), so it arrives late: those after
 * it are held until it arrives, or for 150 ms, or until 200 are held.
 */
export class ReorderBuffer {
  #source: string | undefined;
  #next: number | undefined;
  readonly #held = new Map<number, VideoInputPacket>();
  #waitingSince: number | undefined;

  /** The packets that are now in order. */
  push(packet: VideoInputPacket): VideoInputPacket[] {
    if (packet.source !== this.#source) {
      this.#source = packet.source;
      this.#held.clear();
      this.#next = packet.sequence;
    }
    const ahead = (packet.sequence - (this.#next ?? packet.sequence)) & 0xffff;
    if (ahead >= 0x8000) return [];
    this.#held.set(packet.sequence, packet);
    const ready = this.#drain();
    if (this.#held.size === 0) {
      this.#waitingSince = undefined;
      return ready;
    }
    this.#waitingSince ??= now();
    if (this.#held.size < MAX_HELD && now() - this.#waitingSince < MAX_WAIT_MS) return ready;
    this.#skipGap();
    return [...ready, ...this.#drain()];
  }

  #drain(): VideoInputPacket[] {
    const ready: VideoInputPacket[] = [];
    for (let next = this.#take(); next; next = this.#take()) ready.push(next);
    return ready;
  }

  #take(): VideoInputPacket | undefined {
    if (this.#next === undefined) return undefined;
    const packet = this.#held.get(this.#next);
    if (!packet) return undefined;
    this.#held.delete(this.#next);
    this.#next = (this.#next + 1) & 0xffff;
    return packet;
  }

  #skipGap(): void {
    const from = this.#next ?? 0;
    const distance = (sequence: number): number => (sequence - from) & 0xffff;
    this.#next = [...this.#held.keys()].reduce((first, each) =>
      distance(each) < distance(first) ? each : first,
    );
    this.#waitingSince = undefined;
  }
}
