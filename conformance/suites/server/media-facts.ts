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

/** Whether bytes start like an MP4. */
export function startsWithFtyp(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(4, 8)).toString('latin1') === 'ftyp';
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
