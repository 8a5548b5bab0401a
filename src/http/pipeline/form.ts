import type { Request } from 'express';
import type { Upload } from '../../world/files/blob.js';
import type { Limits } from '../../world/accounts/limits.js';
import { MAX_FIELD_BYTES, type FormFields, type UploadedPart } from '../uploads/form-parts.js';
import { parameterHeader } from '../uploads/header-parameters.js';
import { readMultipart } from '../uploads/multipart.js';
import { tooLarge } from '../uploads/too-large.js';
import type { UploadStore } from '../uploads/upload-store.js';
import { urlencodedFields } from '../uploads/urlencoded.js';
import { readBytes } from './json-body.js';

export type { UploadedPart } from '../uploads/form-parts.js';

export interface Form {
  readonly texts: Readonly<Record<string, unknown>>;
  readonly files: Readonly<Record<string, readonly UploadedPart[]>>;
  /** Probable mistakes of the client, for the journal. */
  readonly warnings: readonly string[];
  /** Keeps these uploads beyond the request: a job or a file owns them now. */
  keep(...uploads: readonly (Upload | undefined)[]): void;
  /** Frees every upload that was not kept. */
  dispose(): void;
}

export type FormReader = (request: Request) => Promise<Form>;

/** Of an urlencoded body. FastAPI has no such limit. */
const MAX_URLENCODED_BYTES = 2 * MAX_FIELD_BYTES;

/**
 * Reads multipart and urlencoded bodies; SDKs send the latter when they have no file. Another body is an empty form. The
 * reader throws ApiError multipart, body_parse, file_too_large or storage_full, and has freed all uploads by then.
 */
export function formReader(blobs: UploadStore, limits: Limits): FormReader {
  return async (request) => {
    const { value: type, parameters } = parameterHeader(request.headers['content-type'] ?? '');
    if (type === 'multipart/form-data') {
      refuseEarly(request, limits);
      return formOf(await readMultipart(request, parameters, blobs, limits));
    }
    if (type === 'application/x-www-form-urlencoded')
      return formOf(urlencodedFields(await readBytes(request, MAX_URLENCODED_BYTES)));
    return formOf({ texts: {}, files: [], warnings: [] });
  };
}

/** Refuses a declared length that is too large before any byte is read. */
function refuseEarly(request: Request, { uploadBytes }: Limits): void {
  const length = Number(request.headers['content-length'] ?? 0);
  if (length > uploadBytes * 2 + MAX_FIELD_BYTES) throw tooLarge(uploadBytes);
}

function formOf({ texts, files: parts, warnings }: FormFields): Form {
  const files: Record<string, UploadedPart[]> = Object.create(null) as never;
  for (const part of parts) (files[part.field] ??= []).push(part);
  const kept = new Set<unknown>();
  return {
    texts,
    files,
    warnings,
    keep: (...uploads) => uploads.forEach((upload) => kept.add(upload?.blob)),
    dispose: () => parts.filter(({ blob }) => !kept.has(blob)).forEach(({ blob }) => blob.dispose()),
  };
}
