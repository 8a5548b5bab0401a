import type { Request } from 'express';
import { ApiError } from '../../contract/errors.js';
import { readJsonBody } from '../../contract/validation/json-body.js';
import { jsonExcess } from '../../contract/validation/json-bounds.js';
import type { TextShare } from '../../world/text/text-budget.js';
import { valueBytes } from '../../world/text/value-bytes.js';
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

/** Reads at most `max` bytes of the body, and charges them. @throws ApiError file_too_large, body_parse, text_full */
export async function readBytes(request: Request, text: TextShare, max = MAX_JSON_BYTES): Promise<Buffer> {
  const read: Buffer[] = [];
  const small = new SmallPieces();
  for await (const piece of pieces(request, max)) {
    text.take(piece.length);
    read.push(...small.push(piece));
  }
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
 * @throws ApiError validation or body_parse, as FastAPI words a body that does not parse; file_too_large, text_full
 */
export async function readJson(request: Request, text: TextShare, max?: number): Promise<unknown> {
  const bytes = await readBytes(request, text, max);
  const excess = jsonExcess(bytes);
  if (excess !== undefined) throw new ApiError('body_parse', {}, [], `The body ${excess}.`);
  const body = readJsonBody(bytes, request.headers['content-type']);
  if (body.ok) {
    text.take(valueBytes(body.value));
    return body.value;
  }
  throw 'items' in body ? ApiError.validation(body.items) : new ApiError('body_parse');
}
