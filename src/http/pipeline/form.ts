import type { Request } from 'express';
import type { Upload } from '../../world/files/blob.js';
import type { Limits } from '../../world/accounts/limits.js';
import type { TextBudget, TextShare } from '../../world/text/text-budget.js';
import {
  MAX_FIELD_BYTES,
  type FormFields,
  type FormSinks,
  type UploadedPart,
} from '../uploads/form-parts.js';
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
  /** Frees the texts, and every upload that was not kept. */
  dispose(): void;
}

export type FormReader = (request: Request) => Promise<Form>;

/** Of an urlencoded body. FastAPI has no such limit. */
const MAX_URLENCODED_BYTES = 2 * MAX_FIELD_BYTES;

/**
 * Reads multipart and urlencoded bodies; SDKs send the latter when they have no file. Another body is an empty form. The
 * reader throws ApiError multipart, body_parse, file_too_large, storage_full or text_full, and has freed all uploads by then.
 */
export function formReader(blobs: UploadStore, limits: Limits, budget: TextBudget): FormReader {
  return async (request) => {
    const text = budget.share();
    try {
      return formOf(await fieldsOf(request, { blobs, limits, text }), text);
    } catch (error) {
      text.close();
      throw error;
    }
  };
}

async function fieldsOf(request: Request, sinks: FormSinks): Promise<FormFields> {
  const { value: type, parameters } = parameterHeader(request.headers['content-type'] ?? '');
  if (type === 'multipart/form-data') {
    refuseEarly(request, sinks.limits);
    return readMultipart(request, parameters, sinks);
  }
  if (type === 'application/x-www-form-urlencoded')
    return urlencodedFields(await readBytes(request, sinks.text, MAX_URLENCODED_BYTES));
  return { texts: {}, files: [], warnings: [] };
}

/** Refuses a declared length that is too large before any byte is read. */
function refuseEarly(request: Request, { uploadBytes }: FormSinks['limits']): void {
  const length = Number(request.headers['content-length'] ?? 0);
  if (length > uploadBytes * 2 + MAX_FIELD_BYTES) throw tooLarge(uploadBytes);
}

function formOf({ texts, files: parts, warnings }: FormFields, text: TextShare): Form {
  const files: Record<string, UploadedPart[]> = Object.create(null) as never;
  for (const part of parts) (files[part.field] ??= []).push(part);
  const kept = new Set<unknown>();
  return {
    texts,
    files,
    warnings,
    keep: (...uploads) => uploads.forEach((upload) => kept.add(upload?.blob)),
    dispose: () => {
      text.close();
      for (const { blob } of parts) if (!kept.has(blob)) blob.dispose();
    },
  };
}
