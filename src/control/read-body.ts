import type { IncomingMessage } from 'node:http';
import type { Readable, Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { ApiError } from '../contract/errors.js';
import { jsonExcess, MAX_JSON_DEPTH } from '../contract/validation/json-bounds.js';
import { ControlError } from '../handles/errors.js';
import type { TextShare } from '../world/text/text-budget.js';

/** A snapshot has bodies of the API inside of its own lists and objects. */
const MAX_DEPTH = MAX_JSON_DEPTH + 10;
/** Bytes that a compressed body may grow to, however small it is; beyond that, a multiple of its size. */
const FREE_BYTES = 1024 * 1024;
const MAX_RATIO = 100;
/** A smaller body is not charged, so that a reset works while the budget is used up. */
const UNCHARGED_BYTES = 16 * 1024;

const decoders: Readonly<Record<string, (() => Transform) | undefined>> = {
  gzip: zlib.createGunzip,
  'x-gzip': zlib.createGunzip,
  deflate: zlib.createInflate,
  br: zlib.createBrotliDecompress,
  // Node 22.15 and later; older types lack it.
  zstd: (zlib as { readonly createZstdDecompress?: () => Transform }).createZstdDecompress,
};

/**
 * The JSON of a body; undefined without one. Its bytes, decompressed, are charged to `share` while they are read.
 * @throws ControlError not_json, too_large; ApiError text_full
 */
export async function readBody(
  request: IncomingMessage,
  maxBytes: number,
  what: string,
  share: TextShare,
): Promise<unknown> {
  const { headers } = request;
  if (headers['transfer-encoding'] === undefined && headers['content-length'] === undefined) return undefined;
  const unreadable = (why: string): ControlError =>
    new ControlError('not_json', `The body of ${what} cannot be read: ${why}.`);
  const bytes = await readBytes(request, maxBytes, what, share, unreadable);
  if (bytes.length === 0) return {};
  const excess = jsonExcess(bytes, MAX_DEPTH);
  if (excess !== undefined) throw unreadable(`it ${excess}`);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
  } catch (error) {
    throw unreadable(error instanceof SyntaxError ? error.message.replace(/\.$/, '') : 'it is not UTF-8');
  }
}

async function readBytes(
  request: IncomingMessage,
  maxBytes: number,
  what: string,
  share: TextShare,
  unreadable: (why: string) => ControlError,
): Promise<Buffer> {
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  const decoder = decoders[encoding];
  if (encoding !== 'identity' && !decoder)
    throw unreadable(`its content-encoding is "${encoding}"; send it as it is, or as ${known.join(', ')}`);
  let sent = 0;
  const pieces: Buffer[] = [];
  let size = 0;
  const source = decoder ? decoded(request, decoder(), (bytes) => (sent += bytes)) : request;
  const reading = source.iterator({ destroyOnReturn: decoder !== undefined }) as AsyncIterable<Buffer>;
  try {
    for await (const piece of reading) {
      size += piece.length;
      const most = decoder ? Math.min(maxBytes, Math.max(FREE_BYTES, sent * MAX_RATIO)) : maxBytes;
      if (size > most)
        throw new ControlError('too_large', `The body of ${what} is too large: more than ${most} bytes.`);
      if (size > UNCHARGED_BYTES) share.take(size - share.bytes);
      pieces.push(piece);
    }
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    throw unreadable(
      decoder && isDecoding(code)
        ? `its content-encoding is ${encoding}, and its bytes are not (${code})`
        : code,
    );
  } finally {
    request.unpipe().resume();
  }
  return Buffer.concat(pieces);
}

const known = Object.keys(decoders).filter((name) => decoders[name] !== undefined);

/** Passes on the errors of the request, which `pipe` does not. */
function decoded(request: IncomingMessage, decoder: Transform, count: (bytes: number) => void): Readable {
  request.on('data', (piece: Buffer) => count(piece.length));
  request.once('error', (error) => decoder.destroy(error));
  return request.pipe(decoder);
}

/** The code of an error of a stream: the client has left, its chunks are malformed, or its bytes do not decode. */
const codeOf = (error: unknown): string | undefined =>
  error instanceof Error &&
  !(error instanceof ControlError || error instanceof ApiError) &&
  'code' in error &&
  typeof error.code === 'string'
    ? error.code
    : undefined;

/** zlib's codes: Z_DATA_ERROR, Z_BUF_ERROR, ERR__ERROR_FORMAT_PADDING_1, ZSTD_error_prefix_unknown ... */
const isDecoding = (code: string): boolean => /^(?:Z_|ERR_|ZSTD_)/.test(code);
