import type { Request, Response } from 'express';
import express from 'express';
import { ApiError } from '../../contract/errors.js';
import type { Upload } from '../../world/files/blob.js';
import type { Limits } from '../../world/accounts/limits.js';
import { tooLarge } from '../uploads/too-large.js';
import type { UploadStore } from '../uploads/upload-store.js';
import {
  MAX_FIELD_BYTES,
  MAX_FIELDS,
  multipartReader,
  type StoredPart,
  type UploadedPart,
} from '../uploads/multipart.js';

export type { UploadedPart } from '../uploads/multipart.js';

export interface Form {
  readonly texts: Readonly<Record<string, unknown>>;
  readonly files: Readonly<Record<string, readonly UploadedPart[]>>;
  /** Keeps these uploads beyond the request: a job or a file owns them now. */
  keep(...uploads: readonly (Upload | undefined)[]): void;
  /** Frees every upload that was not kept. */
  dispose(): void;
}

export type FormReader = (request: Request, response: Response) => Promise<Form>;

/**
 * Reads multipart and urlencoded bodies; SDKs send the latter when they have no file. The reader throws ApiError
 * multipart, body_parse, file_too_large or storage_full, and has freed all uploads by then.
 */
export function formReader(blobs: UploadStore, limits: Limits): FormReader {
  const readMultipart = multipartReader(blobs, limits);
  const urlencoded = express.urlencoded({
    extended: false,
    limit: 2 * MAX_FIELD_BYTES,
    parameterLimit: MAX_FIELDS,
  });

  return async (request, response) => {
    const type = request.headers['content-type'] ?? '';
    try {
      if (/^multipart\/form-data/i.test(type)) {
        if (!/boundary="?[^\s";]/i.test(type))
          throw new ApiError('multipart', { reason: 'Missing boundary in multipart.' });
        refuseEarly(request, limits);
        await readMultipart(request, response);
        // multer ignores a content type that it cannot read.
        if (request.body === undefined) throw new ApiError('body_parse');
      } else if (/^application\/x-www-form-urlencoded/i.test(type)) {
        await new Promise<void>((resolve, reject) =>
          urlencoded(request, response, (error?: unknown) =>
            error === undefined ? resolve() : reject(urlencodedError(error)),
          ),
        );
      }
    } catch (error) {
      formOf(request).dispose();
      throw error;
    }
    return formOf(request);
  };
}

/** Refuses a declared length that is too large before any byte is read. */
function refuseEarly(request: Request, { uploadBytes }: Limits): void {
  const length = Number(request.headers['content-length'] ?? 0);
  if (length > uploadBytes * 2 + MAX_FIELD_BYTES) throw tooLarge(uploadBytes);
}

/** The error for the limit that body-parser reports. */
function urlencodedError(error: unknown): ApiError {
  const type = error instanceof Error && 'type' in error ? error.type : undefined;
  if (type === 'entity.too.large') return tooLarge(2 * MAX_FIELD_BYTES);
  if (type !== 'parameters.too.many') return new ApiError('body_parse');
  return new ApiError('multipart', { reason: `Too many fields. Maximum number of fields is ${MAX_FIELDS}.` });
}

function formOf(request: Request): Form {
  const stored = (Array.isArray(request.files) ? request.files : []) as StoredPart[];
  const parts = stored.flatMap(({ part }) => (part ? [part] : []));
  const files: Record<string, UploadedPart[]> = Object.create(null) as never;
  for (const part of parts) (files[part.field] ??= []).push(part);
  const kept = new Set<unknown>();
  return {
    texts: (request.body ?? {}) as Record<string, unknown>,
    files,
    keep: (...uploads) => uploads.forEach((upload) => kept.add(upload?.blob)),
    dispose: () => parts.filter(({ blob }) => !kept.has(blob)).forEach(({ blob }) => blob.dispose()),
  };
}
