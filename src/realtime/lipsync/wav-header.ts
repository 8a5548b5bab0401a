const ascii = (bytes: Buffer, from: number): string => bytes.toString('latin1', from, from + 4);

/**
 * The sound of a message: without its header when it is a WAV file, which Python's own example sends whole. Any other
 * bytes count as PCM (facts: lipsync-and-avatar.md 1.6, inferred).
 */
export function soundOf(message: Buffer): Buffer {
  if (ascii(message, 0) !== 'RIFF' || ascii(message, 8) !== 'WAVE') return message;
  for (let at = 12; at + 8 <= message.length;) {
    const size = message.readUInt32LE(at + 4);
    const start = at + 8;
    // Programs that write to a stream leave the size 0, or the largest number.
    if (ascii(message, at) === 'data') return message.subarray(start, size === 0 ? undefined : start + size);
    // Chunks are padded to an even length.
    at = start + size + (size & 1);
  }
  return Buffer.alloc(0);
}
