import type { Request } from 'express';
import { ApiError } from '../../contract/errors.js';
import { formDecoding } from './form-charset.js';
import { FormParts, type FormFields, type FormSinks } from './form-parts.js';
import { MultipartParser } from './multipart-parser.js';

/**
 * Reads a multipart body; `parameters` are those of its content type. Refuses as soon as the refusal is certain, and
 * has freed all uploads by then. The connection stays open, so that the client gets the answer while it still sends.
 * @throws ApiError multipart, body_parse, file_too_large, storage_full, text_full
 */
export async function readMultipart(
  request: Request,
  parameters: ReadonlyMap<string, string>,
  sinks: FormSinks,
): Promise<FormFields> {
  const boundary = parameters.get('boundary');
  if (boundary === undefined) throw new ApiError('multipart', { reason: 'Missing boundary in multipart.' });
  const parts = new FormParts(sinks, formDecoding(parameters.get('charset')));
  const parser = new MultipartParser(boundary, parts);
  let full: ApiError | undefined;
  try {
    for await (const piece of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      parser.push(piece);
      const drained = parts.drained();
      if (drained)
        await drained.catch((error: unknown) => {
          if (!isFull(error) || !mayExceed(request, sinks)) throw error;
          full ??= error;
        });
    }
    if (full) throw full;
    return await parts.finish();
  } catch (error) {
    await parts.abort(new Error('The form broke off before the end of this file.'));
    throw clientError(error);
  }
}

const isFull = (error: unknown): error is ApiError =>
  error instanceof ApiError && error.code === 'storage_full';

/** Whether a file of the body may be above the limit, which is refused as such even where the store is full. */
function mayExceed(request: Request, { limits }: FormSinks): boolean {
  const length = request.headers['content-length'];
  return length === undefined || Number(length) > limits.uploadBytes;
}

function clientError(error: unknown): unknown {
  // An error of the file system is not the client's.
  if (error instanceof ApiError || (error instanceof Error && 'path' in error)) return error;
  return isDisconnect(error) ? new ApiError('body_parse') : error;
}

/** The client has left, or its chunks are malformed. */
const isDisconnect = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string';
