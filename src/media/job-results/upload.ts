import type { EncodedPacketSink as PacketSink, Input } from 'mediabunny';
import { readBytes } from './bytes.js';
import { imageShape } from './image-shape.js';
import { readMovieHeader } from '../codecs/mp4/movie-header.js';
import type { ResultShape } from './shape.js';
import { SNIFF_BYTES, sniffMedia } from './sniff.js';
import type { MediaSource } from './types.js';

/** What the header of an upload tells. */
export interface UploadFacts extends ResultShape {
  durationSeconds?: number;
}

/** As much of an image as its header may take: a JPEG can carry a preview before its size. */
const IMAGE_HEAD = 256 * 1024;

/** Size as shown (turned where the file says so) and length; undefined when the file does not tell. */
export async function probeUpload(upload: MediaSource): Promise<UploadFacts | undefined> {
  const { kind } = sniffMedia(await readBytes(upload, 0, SNIFF_BYTES));
  if (kind === 'image') return imageShape(await readBytes(upload, 0, IMAGE_HEAD));
  return kind === 'video' ? probeVideo(upload) : undefined;
}

/** Opens a video for reading in part; the caller disposes of the input. mediabunny is loaded on the first call. */
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

/** For whatever the short way leaves. */
export async function probeWithLibrary(upload: MediaSource): Promise<UploadFacts | undefined> {
  const { input } = await openVideo(upload);
  try {
    const track = await input.getPrimaryVideoTrack();
    if (!track) return undefined;
    const [width, height] = [await track.getDisplayWidth(), await track.getDisplayHeight()];
    const durationSeconds = await track.getDurationFromMetadata();
    return { width, height, ...(durationSeconds ? { durationSeconds } : {}) };
  } catch {
    return undefined; // A broken upload is the job's affair; its card is drawn all the same.
  } finally {
    input.dispose();
  }
}
