import type { RealtimeClientMessage } from '../../contract/types.js';
import { SNIFF_BYTES, sniffMedia } from '../../media/codecs/sniff-media.js';
import type { Files } from '../../world/files/files.js';
import { ApiError } from '../../contract/errors.js';

type SetImage = Extract<RealtimeClientMessage, { type: 'set_image' }>;

/** Largest reference picture: 10 MB, as HTTP signalling documents; that the socket holds to it is inferred. */
const MAX_PICTURE_BYTES = 10_000_000;

/** What a `set_image` says of the picture: its bytes, null to take it away, undefined to keep what there is. */
export type PictureChange = Uint8Array | null | undefined;

/** Why a picture was refused; the text of the failed ack. */
export class PictureRefused extends Error {
  override readonly name = 'PictureRefused';
}

/**
 * Reads the picture a message brings or refers to.
 * @throws PictureRefused; only "image too large" and "File not found" are words seen in SDK tests, the rest is inferred
 */
export async function pictureOf(message: SetImage, files: Files): Promise<PictureChange> {
  const { image_data: data, image_ref: ref } = message;
  if (data !== undefined && ref !== undefined)
    throw new PictureRefused('Exactly one of image_data and image_ref must be given');
  if (ref !== undefined) return pictureFile(ref, files);
  if (data !== undefined) return data === null ? null : decode(data);
  if (message.prompt === undefined)
    throw new PictureRefused('At least one of image_data, image_ref and prompt must be given');
  return undefined;
}

/** Base64, with or without a data URI around it: Android forwards those as they are. */
function decode(text: string): Uint8Array {
  const base64 = text.startsWith('data:') ? text.slice(text.indexOf(',') + 1) : text;
  if (base64.length * 0.75 > MAX_PICTURE_BYTES + 2) throw new PictureRefused('image too large');
  if (base64.length === 0 || !/^[\w+/-]+={0,2}\s*$/.test(base64))
    throw new PictureRefused('image_data is not base64');
  const bytes = Buffer.from(base64, 'base64');
  return checked(bytes);
}

async function pictureFile(id: string, files: Files): Promise<Uint8Array> {
  try {
    const { upload } = await files.get(id);
    if (upload.blob.size > MAX_PICTURE_BYTES) throw new PictureRefused('image too large');
    const pieces: Uint8Array[] = [];
    for await (const piece of upload.blob.read()) pieces.push(piece);
    return checked(Buffer.concat(pieces));
  } catch (error) {
    if (error instanceof ApiError) throw new PictureRefused(error.message);
    throw error;
  }
}

function checked(bytes: Uint8Array): Uint8Array {
  if (sniffMedia(bytes.subarray(0, SNIFF_BYTES)).kind !== 'image')
    throw new PictureRefused('Invalid file type');
  return bytes;
}
