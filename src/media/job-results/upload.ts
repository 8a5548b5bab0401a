import type { EncodedPacketSink as PacketSink, Input } from 'mediabunny';
import { IMAGE_HEADER_BYTES, readImageSize } from '../codecs/image-header.js';
import { readMovieHeader } from '../codecs/mp4/movie-header.js';
import { SNIFF_BYTES, sniffMedia } from '../codecs/sniff-media.js';
import type { PictureSize } from '../drawing/picture-size.js';
import { readBytes, type MediaSource } from '../media-source.js';

/** What an upload's header says. */
export interface UploadFacts extends PictureSize {
  durationSeconds?: number;
}

/** Displayed size and length; undefined when the file does not contain them. */
export async function probeUpload(upload: MediaSource): Promise<UploadFacts | undefined> {
  const { kind } = sniffMedia(await readBytes(upload, 0, SNIFF_BYTES));
  if (kind === 'image') return readImageSize(await readBytes(upload, 0, IMAGE_HEADER_BYTES));
  return kind === 'video' ? probeVideo(upload) : undefined;
}

/** Opens a video for partial reads; the caller disposes of the input. mediabunny is loaded on the first call. */
export async function openVideo(
  upload: MediaSource,
): Promise<{ input: Input; EncodedPacketSink: typeof PacketSink }> {
  const { ALL_FORMATS, CustomSource, EncodedPacketSink, Input } = await import('mediabunny');
  const source = new CustomSource({
    getSize: () => upload.size,
    read: (start, end) => readBytes(upload, start, end),
  });
  return { input: new Input({ source, formats: ALL_FORMATS }), EncodedPacketSink };
}

async function probeVideo(upload: MediaSource): Promise<UploadFacts | undefined> {
  return (await readMovieHeader(upload)) ?? probeWithLibrary(upload);
}

/** For files that `readMovieHeader` does not read. */
export async function probeWithLibrary(upload: MediaSource): Promise<UploadFacts | undefined> {
  const { input } = await openVideo(upload);
  try {
    const track = await input.getPrimaryVideoTrack();
    if (!track) return undefined;
    const [width, height] = [await track.getDisplayWidth(), await track.getDisplayHeight()];
    const durationSeconds = await track.getDurationFromMetadata();
    return { width, height, ...(durationSeconds ? { durationSeconds } : {}) };
  } catch {
    return undefined; // a broken upload still gets its job; the renderer reports it
  } finally {
    input.dispose();
  }
}
