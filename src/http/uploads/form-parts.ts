import { ApiError } from '../../contract/errors.js';
import { sniffMedia } from '../../media/codecs/sniff-media.js';
import type { Limits } from '../../world/accounts/limits.js';
import type { TextShare } from '../../world/text/text-budget.js';
import type { Upload } from '../../world/files/blob.js';
import type { TextDecoding } from './form-charset.js';
import { parameterHeader } from './header-parameters.js';
import type { PartEvents } from './multipart-parser.js';
import { PartFile } from './part-file.js';
import { SmallPieces } from './small-pieces.js';
import { tooLarge } from './too-large.js';
import type { UploadStore } from './upload-store.js';

/** Starlette's own limits and wordings. That the API has the same is inferred. */
export const MAX_FIELDS = 1_000;
export const MAX_FIELD_BYTES = 1024 * 1024;
/** Of all texts of one form. FastAPI has no such limit; no SDK sends a hundredth of it. */
const MAX_TEXT_BYTES = 8 * MAX_FIELD_BYTES;

export const tooManyFields = (): ApiError =>
  refusal(`Too many fields. Maximum number of fields is ${MAX_FIELDS}.`);

const refusal = (reason: string): ApiError => new ApiError('multipart', { reason });

/** Where a form goes: files to `blobs`; texts stay in memory and are charged to `text`. */
export interface FormSinks {
  readonly blobs: UploadStore;
  readonly limits: Pick<Limits, 'uploadBytes'>;
  readonly text: TextShare;
}

/** What the names of a part may take, and what it takes before its content. */
const PART_BYTES = 512;

/** A part with a file, as the client sent it. */
export interface UploadedPart extends Upload {
  readonly field: string;
  readonly filename: string;
  /** In bytes. */
  readonly size: number;
}

/** The fields of a body. Where a name came as text and as file, only the later kind is there, as in FastAPI. */
export interface FormFields {
  readonly texts: Readonly<Record<string, string | string[]>>;
  /** In the order of the body. */
  readonly files: readonly UploadedPart[];
  /** Probable mistakes of the client, for the journal. */
  readonly warnings: readonly string[];
}

interface OpenFile {
  readonly field: string;
  readonly filename: string;
  readonly declaredMime: string;
  readonly file: PartFile;
}

interface OpenText {
  readonly field: string;
  readonly pieces: Buffer[];
  readonly small: SmallPieces;
  size: number;
}

type OpenPart = OpenText | OpenFile;

/** Collects the parts of one body: texts in memory, files into the store. */
export class FormParts implements PartEvents {
  readonly #texts: Record<string, string | string[]> = Object.create(null) as never;
  readonly #files: OpenFile[] = [];
  readonly #lastKind = new Map<string, 'text' | 'file'>();
  #textCount = 0;
  #fileCount = 0;
  #open: OpenPart | undefined;

  constructor(
    readonly sinks: FormSinks,
    readonly decode: TextDecoding,
  ) {}

  /** @throws ApiError multipart, file_too_large, text_full */
  begin(headers: ReadonlyMap<string, string>): void {
    this.#charge(PART_BYTES);
    const { parameters } = parameterHeader(headers.get('content-disposition') ?? '');
    const [name, filename] = [parameters.get('name'), parameters.get('filename')];
    if (name === undefined) throw refusal('The Content-Disposition header field "name" must be provided.');
    const field = this.#text(name);
    if (filename === undefined) {
      if (++this.#textCount > MAX_FIELDS) throw tooManyFields();
      this.#open = { field, pieces: [], small: new SmallPieces(), size: 0 };
      return;
    }
    if (++this.#fileCount > MAX_FIELDS)
      throw refusal(`Too many files. Maximum number of files is ${MAX_FIELDS}.`);
    const declaredMime = parameterHeader(headers.get('content-type') ?? '').value;
    this.#open = {
      field,
      filename: this.#text(filename),
      declaredMime,
      file: new PartFile(this.sinks.blobs),
    };
  }

  /** @throws ApiError multipart, file_too_large, text_full */
  data(bytes: Buffer): void {
    const part = this.#open;
    if (!part) return;
    if ('file' in part) {
      part.file.write(bytes);
      const { uploadBytes } = this.sinks.limits;
      if (part.file.size > uploadBytes) throw tooLarge(uploadBytes);
      return;
    }
    part.size += bytes.length;
    if (part.size > MAX_FIELD_BYTES)
      throw refusal(`Part exceeded maximum size of ${MAX_FIELD_BYTES / 1024}KB.`);
    this.#charge(bytes.length);
    part.pieces.push(...part.small.push(bytes));
  }

  end(): void {
    const part = this.#open;
    this.#open = undefined;
    if (!part) return;
    this.#lastKind.set(part.field, 'file' in part ? 'file' : 'text');
    if ('file' in part) {
      part.file.end();
      this.#files.push(part);
    } else {
      const value = this.decode(Buffer.concat([...part.pieces, ...part.small.rest()]));
      const before = this.#texts[part.field];
      this.#texts[part.field] = before === undefined ? value : [before, value].flat();
    }
  }

  /** Resolves when the store has taken enough of the open file; undefined when it has already. */
  drained(): Promise<unknown> | undefined {
    return this.#open && 'file' in this.#open ? this.#open.file.drained() : undefined;
  }

  /** The fields, after the end of the body. FastAPI drops a part that has no end. @throws ApiError storage_full */
  async finish(): Promise<FormFields> {
    const warnings: string[] = [];
    if (this.#open) {
      warnings.push(
        `The body ends inside the part "${this.#open.field}", without a last boundary, so that part was dropped. ` +
          'Send the whole body, and end it with --boundary--.',
      );
      this.#abortOpen(new Error('The body ended inside this part.'));
    }
    const files: UploadedPart[] = [];
    for (const one of this.#files) {
      const part = await uploadedPart(one);
      if (this.#lastKind.get(part.field) === 'file') files.push(part);
      else part.blob.dispose();
      const count = one.file.damage.count;
      if (count !== undefined) warnings.push(damageWarning(part, count));
    }
    const texts = Object.entries(this.#texts).filter(([name]) => this.#lastKind.get(name) === 'text');
    return { texts: Object.fromEntries(texts), files, warnings };
  }

  /** Frees everything. */
  async abort(reason: Error): Promise<void> {
    this.#abortOpen(reason);
    for (const { file } of this.#files) {
      const [stored] = await Promise.allSettled([file.stored]);
      if (stored.status === 'fulfilled') stored.value.dispose();
    }
  }

  #abortOpen(reason: Error): void {
    if (this.#open && 'file' in this.#open) this.#open.file.abort(reason);
    this.#open = undefined;
  }

  #charge(bytes: number): void {
    const { text } = this.sinks;
    if (text.bytes + bytes > MAX_TEXT_BYTES) throw tooLarge(MAX_TEXT_BYTES);
    text.take(bytes);
  }

  #text(parameter: string): string {
    return this.decode(Buffer.from(parameter, 'latin1'));
  }
}

const OCTETS = 'application/octet-stream';

async function uploadedPart({ field, filename, declaredMime, file }: OpenFile): Promise<UploadedPart> {
  const blob = await file.stored;
  const { kind, mime } = sniffMedia(blob.head);
  const declared = declaredMime === '' ? OCTETS : declaredMime;
  return {
    field,
    filename,
    size: blob.size,
    blob,
    kind,
    mime: kind === 'unknown' && declared !== OCTETS ? declared : mime,
  };
}

const damageWarning = ({ field, filename, blob }: UploadedPart, count: number): string =>
  `The upload "${field}" (${filename}, ${blob.size} bytes) was probably damaged before it was sent: it is UTF-8 text ` +
  `with ${count} replacement characters (U+FFFD, EF BF BD), which a text decoder writes for bytes that are not text. ` +
  'Read the file as bytes, not as text: readFile(path) without an encoding in Node, open(path, "rb") in Python.';
