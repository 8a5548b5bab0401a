/** Width and height of a PNG, and whether it is complete; undefined for other bytes. */
export function pngSize(bytes: Uint8Array): { width: number; height: number; complete: boolean } | undefined {
  const buffer = Buffer.from(bytes);
  const signature = '89504e470d0a1a0a';
  if (buffer.length < 33 || buffer.subarray(0, 8).toString('hex') !== signature) return undefined;
  if (buffer.subarray(12, 16).toString('latin1') !== 'IHDR') return undefined;
  return {
    width: buffer.readUInt32BE(16),
    height: buffer.readUInt32BE(20),
    complete: buffer.subarray(-8, -4).toString('latin1') === 'IEND',
  };
}

/**
 * Whether bytes are a complete MP4: an ftyp box first, a moov box somewhere, and no top-level box whose size is larger
 * than the rest of the file (ISO/IEC 14496-12, 4.2: size 1 means a 64-bit size follows, 0 means up to the end).
 */
export function isWholeMp4(bytes: Uint8Array): boolean {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const types: string[] = [];
  let at = 0;
  while (at + 8 <= file.length) {
    const short = file.readUInt32BE(at);
    const long = short === 1 && at + 16 <= file.length ? Number(file.readBigUInt64BE(at + 8)) : short;
    const size = long === 0 ? file.length - at : long;
    if (size < 8 || at + size > file.length) return false;
    types.push(file.subarray(at + 4, at + 8).toString('latin1'));
    at += size;
  }
  return at === file.length && types[0] === 'ftyp' && types.includes('moov');
}

export interface VideoFacts {
  codec: string | null;
  width: number;
  height: number;
  /** Seconds. */
  duration: number;
  /** Encoded frames counted. */
  frames: number;
}

/** The first video track of a container, with its frames counted; undefined when it cannot be read. */
export async function videoFacts(bytes: Uint8Array): Promise<VideoFacts | undefined> {
  const { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } = await import('mediabunny');
  try {
    const input = new Input({ formats: ALL_FORMATS, source: new BufferSource(new Uint8Array(bytes)) });
    const track = await input.getPrimaryVideoTrack();
    if (!track) return undefined;
    let frames = 0;
    for await (const packet of new EncodedPacketSink(track).packets()) if (packet.data.length > 0) frames++;
    const duration = await input.computeDuration();
    return { codec: track.codec, width: track.displayWidth, height: track.displayHeight, duration, frames };
  } catch {
    return undefined;
  }
}
