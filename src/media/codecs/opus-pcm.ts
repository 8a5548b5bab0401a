/** The lowest common rate that still carries speech: decoding is cheapest there. */
const SAMPLE_RATE = 16_000;

/** Decodes the Opus packets of one stream. */
export interface OpusPcm {
  /** The packet as mono 16-bit PCM; empty for a packet that cannot be decoded. Packets go in in the order of the stream. */
  decode(packet: Uint8Array): Int16Array;
  close(): void;
}

/** Loads the decoder, WebAssembly inside a package, on the first call. */
export async function openOpusPcm(): Promise<OpusPcm> {
  const { OpusDecoder } = await import('opus-decoder');
  const decoder = new OpusDecoder({ sampleRate: SAMPLE_RATE, channels: 1, coupledStreamCount: 0 });
  await decoder.ready;
  return {
    decode: (packet) => {
      const { channelData, errors } = decoder.decodeFrame(packet);
      const [samples] = channelData;
      return errors.length > 0 || !samples ? new Int16Array() : Int16Array.from(samples, toInt16);
    },
    close: () => decoder.free(),
  };
}

const toInt16 = (sample: number): number => Math.round(Math.max(-1, Math.min(1, sample)) * 32_767);
