import { gzipSync } from 'node:zlib';
import { FormData } from './connections.js';
import { short } from '../engine/short.js';

/** A file part of a form. */
export interface FilePart {
  name: string;
  bytes: Uint8Array;
  /** `filename` of the part. */
  filename: string;
  /** Media type of the part. */
  type: string;
}

/** The body of a request. Form parts are sent in the order given. */
export type RequestBody =
  | { form: readonly (FilePart | { name: string; value: string })[] }
  | { urlencoded: Record<string, string> }
  | { json: unknown }
  | { bytes: Uint8Array | string; type?: string };

/** The body for `Connections`, with the Content-Type unless they set it themselves. */
export function encodeBody(body: RequestBody): { body: NonNullable<RequestInit['body']>; type?: string } {
  if ('form' in body) {
    const form = new FormData();
    for (const part of body.form) {
      if ('value' in part) form.append(part.name, part.value);
      else form.append(part.name, new Blob([new Uint8Array(part.bytes)], { type: part.type }), part.filename);
    }
    return { body: form };
  }
  if ('urlencoded' in body) return { body: new URLSearchParams(body.urlencoded) };
  if ('json' in body) return { body: JSON.stringify(body.json), type: 'application/json' };
  const bytes = typeof body.bytes === 'string' ? body.bytes : new Uint8Array(body.bytes);
  return body.type === undefined ? { body: bytes } : { body: bytes, type: body.type };
}

/** The body in words, for reports. */
export function describeBody(body: RequestBody): string {
  if ('form' in body) {
    return body.form
      .map((part) =>
        'value' in part
          ? `${part.name} = ${short(part.value, 200)}`
          : `${part.name} = <${part.filename}, ${part.type}, ${part.bytes.length} bytes>`,
      )
      .join('\n');
  }
  if ('urlencoded' in body) return new URLSearchParams(body.urlencoded).toString();
  if ('json' in body) return short(JSON.stringify(body.json), 2000);
  return typeof body.bytes === 'string' ? short(body.bytes, 500) : `<${body.bytes.length} bytes>`;
}

/** Arguments for curl that send the same body, and the command to pipe into it. */
export function curlBody(body: RequestBody): { words: string[]; stdin?: string } {
  if ('form' in body) {
    // Curl reads one file from stdin to its end; it cannot know the length of further ones in advance.
    const first = body.form.find((part) => 'bytes' in part);
    const words = body.form.map((part) => {
      if ('value' in part)
        return `--form-string ${quote(`${part.name}=${short(part.value, maxWordLength)}`)}`;
      const [stdin, source] = part === first ? ['-', ''] : ['', `<(${decoded(part.bytes)})`];
      const facts = `;filename=${part.filename};type=${part.type}`;
      return `-F ${quote(`${part.name}=@${stdin}`)}${source}${quote(facts)}`;
    });
    return { words, ...(first && 'bytes' in first ? { stdin: decoded(first.bytes) } : {}) };
  }
  if ('urlencoded' in body)
    return { words: [`-d ${quote(new URLSearchParams(body.urlencoded).toString())}`] };
  if ('json' in body)
    return { words: [`-H 'content-type: application/json'`, `-d ${quote(JSON.stringify(body.json))}`] };
  const type = body.type === undefined ? [] : [`-H ${quote(`content-type: ${body.type}`)}`];
  const bytes = Buffer.from(body.bytes);
  return { words: [...type, '--data-binary @-'], stdin: decoded(bytes) };
}

/** The longest body that a script contains, in characters. */
const maxWordLength = 16 * 1024;

/** A command that prints these bytes. */
function decoded(bytes: Uint8Array): string {
  const plain = Buffer.from(bytes).toString('base64');
  if (plain.length <= maxWordLength) return `base64 -d <<<'${plain}'`;
  const packed = gzipSync(bytes).toString('base64');
  if (packed.length <= maxWordLength) return `base64 -d <<<'${packed}' | gunzip`;
  return `head -c ${bytes.length} /dev/urandom`;
}

/** A word for a POSIX shell. */
export function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
