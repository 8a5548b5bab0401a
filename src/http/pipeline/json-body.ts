import type { Request } from 'express';
import { ApiError } from '../../contract/errors.js';
import { readJsonBody } from '../../contract/validation/json-body.js';
import { MAX_JSON_DEPTH } from '../../contract/validation/json-depth.js';
import { SmallPieces } from '../uploads/small-pieces.js';
import { tooLarge } from '../uploads/too-large.js';

const MAX_JSON_BYTES = 1024 * 1024;

/**
 * The pieces of a body, at most `max` bytes. The connection stays open when the reader stops early, so that the client
 * gets its answer while it still sends.
 * @throws ApiError file_too_large; body_parse when the client leaves before the end
 */
async function* pieces(request: Request, max: number): AsyncGenerator<Buffer> {
  let size = 0;
  try {
    for await (const piece of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += piece.length;
      if (size > max) throw tooLarge(max);
      yield piece;
    }
  } catch (error) {
    throw error instanceof ApiError ? error : new ApiError('body_parse');
  }
}

/** Reads at most `max` bytes of the body. @throws ApiError file_too_large, body_parse */
export async function readBytes(request: Request, max = MAX_JSON_BYTES): Promise<Buffer> {
  const read: Buffer[] = [];
  const small = new SmallPieces();
  for await (const piece of pieces(request, max)) read.push(...small.push(piece));
  return Buffer.concat([...read, ...small.rest()]);
}

/** Reads a body to its end and discards it. @throws ApiError file_too_large, body_parse */
export async function discard(request: Request, max: number): Promise<void> {
  const reading = pieces(request, max);
  while (!(await reading.next()).done);
}

/**
 * The JSON body; undefined for an empty one, with any content type: old SDKs mint tokens without a body (facts:
 * sdk-javascript.md 1.4).
 * @throws ApiError validation or body_parse, as FastAPI words a body that does not parse
 */
export async function readJson(request: Request, max?: number): Promise<unknown> {
  const bytes = await readBytes(request, max);
  if (isTooDeep(bytes)) throw new ApiError('body_parse');
  const body = readJsonBody(bytes, request.headers['content-type']);
  if (body.ok) return body.value;
  throw 'items' in body ? ApiError.validation(body.items) : new ApiError('body_parse');
}

const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT, QUOTE, BACKSLASH] = Buffer.from('[]{}"\\');

function isTooDeep(bytes: Uint8Array): boolean {
  let depth = 0;
  let inText = false;
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index];
    if (inText) {
      if (byte === BACKSLASH) index++;
      else if (byte === QUOTE) inText = false;
    } else if (byte === QUOTE) inText = true;
    else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
      if (++depth > MAX_JSON_DEPTH) return true;
    } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) depth--;
  }
  return false;
}
