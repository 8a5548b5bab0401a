import { every, now, type StopTimer } from '../real-time.js';
import { AUDIO_TICKS, type InputPacket, type OutputPacket } from './media-types.js';
import type { OutputGate } from './output-gate.js';
import { RtpTimeline } from './rtp-timeline.js';

const SILENCE_MS = 20;
/** One 20 ms Opus frame of digital silence (RFC 6716, CELT fullband). */
const OPUS_SILENCE = Buffer.from([0xf8, 0xff, 0xfe]);

/** Sends the publisher's audio back unaltered, or silence, as one continuous RTP stream. */
export class AudioOutput {
  readonly #timeline = new RtpTimeline(AUDIO_TICKS);
  #stopSilence: StopTimer | undefined;
  #packets = 0;

  constructor(
    readonly gate: OutputGate,
    readonly emit: (packet: OutputPacket) => void,
  ) {}

  get packets(): number {
    return this.#packets;
  }

  /** Ends the silence. */
  push(packet: InputPacket): void {
    this.#stopSilence?.();
    this.#send(packet);
  }

  /** Sends silence until the first published audio. */
  startSilence(): void {
    let sequence = 0;
    this.#stopSilence ??= every(SILENCE_MS, () => {
      sequence++;
      const timestamp = sequence * SILENCE_MS * AUDIO_TICKS;
      this.#send({ source: 'silence', sequence, timestamp, marker: false, payload: OPUS_SILENCE });
    });
  }

  close(): void {
    this.#stopSilence?.();
  }

  #send({ source, sequence, timestamp, marker, payload }: InputPacket): void {
    const at = now();
    if (this.gate.blocksAudio(at)) return;
    this.emit({ ...this.#timeline.map(source, sequence, timestamp, at), marker, payload });
    this.#packets++;
  }
}
