import type { Readable } from 'node:stream';
import type { Request, Response } from 'express';
import multer, { MulterError } from 'multer';
import { ApiError } from '../../contract/errors.js';
import { sniffMedia } from '../../media/codecs/sniff-media.js';
import type { Upload } from '../../world/files/blob.js';
import type { Limits } from '../../world/accounts/limits.js';
import { tooLarge } from './too-large.js';
import type { UploadStore } from './upload-store.js';

/** A part with a file, as the client sent it. */
export interface UploadedPart extends Upload {
  readonly field: string;
  readonly filename: string;
}

/** Starlette's own limits and wordings. That the API has the same is inferred. */
export const MAX_FIELDS = 1_000;
export const MAX_FIELD_BYTES = 1024 * 1024;

const reasons: Readonly<Record<string, string>> = {
  LIMIT_FIELD_COUNT: `Too many fields. Maximum number of fields is ${MAX_FIELDS}.`,
  LIMIT_FILE_COUNT: `Too many files. Maximum number of files is ${MAX_FIELDS}.`,
  LIMIT_FIELD_VALUE: 'Part exceeded maximum size of 1024KB.',
  MISSING_FIELD_NAME: 'The Content-Disposition header field "name" must be provided.',
};

interface FieldInfo {
  readonly valueTruncated: boolean;
}

/** The part of multer's parser that is used here. */
interface Parser extends NodeJS.WritableStream {
  on(event: 'field', seen: (name: string | undefined, value: string, info: FieldInfo) => void): this;
  on(event: 'file', seen: (name: string | undefined, file: Readable) => void): this;
  on(event: 'fieldsLimit' | 'filesLimit', seen: () => void): this;
  on(event: 'error', seen: (error: Error) => void): this;
  removeAllListeners(event: 'field'): this;
  destroy(error: Error): this;
  readonly destroyed: boolean;
}

/** An option of multer that its types omit. */
interface StreamOptions extends multer.Options {
  readonly streamHandler: (request: Request, parser: Parser) => void;
}

export type MultipartReader = (request: Request, response: Response) => Promise<void>;

/**
 * Reads a multipart body: texts into `request.body`, files through `blobs` into `request.files`. Refuses as soon as the
 * refusal is certain, then reads and discards the rest of the body, so that the client gets the answer.
 * @throws ApiError multipart, body_parse, file_too_large, storage_full
 */
export function multipartReader(blobs: UploadStore, limits: Limits): MultipartReader {
  const refusals = new WeakMap<Request, (error: Error) => void>();
  const refuse = (request: Request, error: Error): void => refusals.get(request)?.(error);

  const options: StreamOptions = {
    storage: storage(blobs),
    // SDKs send names as UTF-8, with their path.
    defParamCharset: 'utf8',
    preservePath: true,
    limits: {
      fileSize: limits.uploadBytes,
      fields: MAX_FIELDS,
      files: MAX_FIELDS,
      fieldSize: MAX_FIELD_BYTES,
    },
    streamHandler(request, parser) {
      const texts = request.body as Record<string, string | string[]>;
      // multer reads `a[b]` as a path; FastAPI reads it as a plain name.
      parser.removeAllListeners('field');
      parser.on('field', (name, value, { valueTruncated }) => {
        if (name === undefined) parser.destroy(multipartError('MISSING_FIELD_NAME'));
        else if (valueTruncated) parser.destroy(multipartError('LIMIT_FIELD_VALUE'));
        else texts[name] = name in texts ? [texts[name] ?? [], value].flat() : value;
      });
      // multer reports these only after the client has sent everything.
      parser.on('file', (_name, file) => {
        file.once('limit', () => refuse(request, tooLarge(limits.uploadBytes)));
        // A file behind the failure in the same piece is still announced, but would never end.
        if (parser.destroyed) file.destroy(new Error('The form broke off before this file.'));
      });
      parser.on('fieldsLimit', () => refuse(request, multipartError('LIMIT_FIELD_COUNT')));
      parser.on('filesLimit', () => refuse(request, multipartError('LIMIT_FILE_COUNT')));
      parser.on('error', (error) => refuse(request, clientError(error)));
      request.pipe(parser);
    },
  };
  const middleware = multer(options).any();

  return (request, response) =>
    new Promise((resolve, reject) => {
      refusals.set(request, reject);
      middleware(request, response, (error: unknown) => {
        if (error === undefined || error === null) resolve();
        else reject(clientError(error));
      });
    });
}

function multipartError(code: string): ApiError {
  const reason = reasons[code];
  return reason === undefined ? new ApiError('body_parse') : new ApiError('multipart', { reason });
}

function clientError(error: unknown): Error {
  if (error instanceof MulterError) return multipartError(error.code);
  // An error of the file system is not the client's.
  if (error instanceof ApiError || (error instanceof Error && 'path' in error)) return error;
  // The rest are the parser's errors about the bytes, or the client has left.
  return new ApiError('body_parse');
}

export interface StoredPart extends Express.Multer.File {
  part?: UploadedPart;
}

function storage(blobs: UploadStore): multer.StorageEngine {
  return {
    _handleFile(_request, file: StoredPart, done) {
      blobs.take(file.stream).then(
        (blob) => {
          const { kind, mime } = sniffMedia(blob.head);
          const declared = file.mimetype === 'application/octet-stream' ? mime : file.mimetype;
          const part: UploadedPart = {
            field: file.fieldname,
            filename: file.originalname,
            blob,
            kind,
            mime: kind === 'unknown' ? declared : mime,
          };
          done(null, { part } as Partial<StoredPart>);
        },
        (error: unknown) => done(error),
      );
    },
    _removeFile(_request, file: StoredPart, done) {
      file.part?.blob.dispose();
      done(null);
    },
  };
}
