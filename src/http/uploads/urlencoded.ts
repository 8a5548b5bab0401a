import { ApiError } from '../../contract/errors.js';
import { MAX_FIELD_BYTES, MAX_FIELDS, tooManyFields, type FormFields } from './form-parts.js';

/**
 * The fields of an urlencoded body, read as Starlette reads them: bytes that are not escaped are latin-1, and a charset
 * or a content encoding has no effect.
 * @throws ApiError multipart, whose texts Starlette uses here too
 */
export function urlencodedFields(body: Buffer): FormFields {
  const pairs = body
    .toString('latin1')
    .split('&')
    .filter((pair) => pair !== '');
  if (pairs.length > MAX_FIELDS) throw tooManyFields();
  const texts: Record<string, string | string[]> = Object.create(null) as never;
  for (const pair of pairs) {
    const equals = pair.indexOf('=');
    // The sign between name and value does not count.
    if (pair.length - (equals < 0 ? 0 : 1) > MAX_FIELD_BYTES)
      throw new ApiError('multipart', {
        reason: `Field exceeded maximum size of ${MAX_FIELD_BYTES / 1024}KB.`,
      });
    const [[name, value] = ['', '']] = new URLSearchParams(equals < 0 ? `${pair}=` : pair);
    const before = texts[name];
    texts[name] = before === undefined ? value : [before, value].flat();
  }
  return { texts, files: [], warnings: [] };
}
