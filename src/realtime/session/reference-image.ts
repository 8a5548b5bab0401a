import type { RealtimeClientMessage } from '../../contract/types.js';
import { SNIFF_BYTES, sniffMedia } from '../../media/codecs/sniff-media.js';
import type { Files } from '../../world/files/files.js';
import { ApiError } from '../../contract/errors.js';
import { decodeBase64 } from '../base64.js';

type SetImage = Extract<RealtimeClientMessage, { type: 'set_image' }>;

/** Largest reference image: 10 MB, as documented for HTTP signalling; inferred for the socket. */
const MAX_IMAGE_BYTES = 10_000_000;

/** How a `set_image` changes the reference image: new bytes, null to remove it, undefined to keep it. */
export type ImageChange = Uint8Array | null | undefined;

/** The image is not valid; `message` is the text of the failed ack. */
export class InvalidImageError extends Error {
  override readonly name = 'InvalidImageError';
}

/**
 * Reads the image that a message contains or refers to. @throws InvalidImageError. SDK tests show the texts "image too
 * large" and "File not found"; the others are inferred
 */
export async function readReferenceImage(message: SetImage, files: Files): Promise<ImageChange> {
  const { image_data: data, image_ref: ref } = message;
  if (data !== undefined && ref !== undefined)
    throw new InvalidImageError('Exactly one of image_data and image_ref must be given');
  if (ref !== undefined) return readFile(ref, files);
  if (data !== undefined) return data === null ? null : decode(data);
  if (message.prompt === undefined)
    throw new InvalidImageError('At least one of image_data, image_ref and prompt must be given');
  return undefined;
}

/** Decodes base64 or a data URI: Android forwards those unchanged. */
function decode(text: string): Uint8Array {
  const base64 = text.startsWith('data:') ? text.slice(text.indexOf(',') + 1) : text;
  if (base64.length * 0.75 > MAX_IMAGE_BYTES + 2) throw new InvalidImageError('image too large');
  const bytes = decodeBase64(base64.trimEnd());
  if (!bytes || bytes.length === 0) throw new InvalidImageError('image_data is not base64');
  return checkType(bytes);
}

async function readFile(id: string, files: Files): Promise<Uint8Array> {
  try {
    const { upload } = await files.get(id);
    if (upload.blob.size > MAX_IMAGE_BYTES) throw new InvalidImageError('image too large');
    const chunks: Uint8Array[] = [];
    for await (const chunk of upload.blob.read()) chunks.push(chunk);
    return checkType(Buffer.concat(chunks));
  } catch (error) {
    if (error instanceof ApiError) throw new InvalidImageError(error.message);
    throw error;
  }
}

function checkType(bytes: Uint8Array): Uint8Array {
  if (sniffMedia(bytes.subarray(0, SNIFF_BYTES)).kind !== 'image')
    throw new InvalidImageError('Invalid file type');
  return bytes;
}
