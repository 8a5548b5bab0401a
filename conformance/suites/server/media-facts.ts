/** Width, height and wholeness of a PNG; undefined when the bytes are none. */
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
 * Whether bytes are an MP4 to their end: an ftyp box first, a moov box somewhere, and no box on the top level that says
 * it is longer than what is left (ISO/IEC 14496-12, 4.2: a size of 1 stands for 64 bits of it, 0 for all the rest).
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

/** What a container says of its first video track, its frames counted; undefined when it cannot be read. */
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
