import { loudnessOf } from '../codecs/loudness.js';
import { openOpusPcm, type OpusPcm } from '../codecs/opus-pcm.js';
import { after, now } from '../real-time.js';
import type { InputPacket } from './media-types.js';

/** How long sound stays here; that the service takes about as long is a guess. Pictures show the sound that leaves. */
const DELAY_MS = 200;
/** A gap of this length between packets does not shut the mouth: they arrive unevenly. */
const HOLD_MS = 40;

interface HeardPacket {
  /** When it leaves, real milliseconds. */
  readonly due: number;
  readonly loudness: number;
}

/** The client's sound on its way back: it leaves after a delay, and is measured meanwhile. */
export class AvatarSound {
  readonly #heard: HeardPacket[] = [];
  #decoder: OpusPcm | undefined;
  #failure: string | undefined;
  #closed = false;

  /** `emit` takes a packet that leaves. */
  constructor(readonly emit: (packet: InputPacket) => void) {}

  /** Why nothing is measured; the sound goes back all the same. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** Loads the decoder, so that the first packets are measured. */
  open(): void {
    openOpusPcm().then(
      (decoder) => {
        if (this.#closed) decoder.close();
        else this.#decoder = decoder;
      },
      (error: unknown) => {
        this.#failure = error instanceof Error ? error.message : 'unknown error';
      },
    );
  }

  push(packet: InputPacket): void {
    const pcm = this.#decoder?.decode(packet.payload);
    const at = now();
    this.#heard.push({ due: at + DELAY_MS, loudness: pcm ? loudnessOf(pcm) : 0 });
    after(DELAY_MS, () => {
      if (!this.#closed) this.emit(packet);
    });
  }

  /** The loudest packet that leaves in the `ms` from a time on, 0 to 1. Times must not decrease. */
  loudness(from: number, ms: number): number {
    while ((this.#heard[0]?.due ?? Infinity) < from - HOLD_MS) this.#heard.shift();
    const packets = this.#heard.filter(({ due }) => due < from + ms);
    const current = packets.filter(({ due }) => due >= from);
    return Math.max(0, ...(current.length > 0 ? current : packets).map(({ loudness }) => loudness));
  }

  close(): void {
    this.#closed = true;
    this.#decoder?.close();
    this.#decoder = undefined;
  }
}
