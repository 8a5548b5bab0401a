import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const BOUNDARY = 'bench-boundary-7f3a';

/** A `free` box of any length after an MP4 keeps it a valid MP4. */
export function padMp4(mp4: Uint8Array, size: number): Uint8Array {
  const padded = new Uint8Array(Math.max(size, mp4.length + 8));
  padded.set(mp4);
  const view = new DataView(padded.buffer);
  view.setUint32(mp4.length, padded.length - mp4.length);
  padded.set(Buffer.from('free'), mp4.length + 4);
  return padded;
}

export interface Part {
  readonly name: string;
  readonly value: string | Uint8Array;
}

export function multipartBody(parts: readonly Part[]): Buffer {
  const pieces: Uint8Array[] = [];
  for (const { name, value } of parts) {
    const file = typeof value === 'string' ? '' : '; filename="blob"\r\nContent-Type: video/mp4';
    pieces.push(
      Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n`),
    );
    pieces.push(typeof value === 'string' ? Buffer.from(value) : value, Buffer.from('\r\n'));
  }
  pieces.push(Buffer.from(`--${BOUNDARY}--\r\n`));
  return Buffer.concat(pieces);
}

/** A wrk script that posts one body repeatedly; the path is a temporary file. */
export function postScript(body: Buffer, headers: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'decart-mock-bench-'));
  writeFileSync(join(folder, 'body'), body);
  const script = [
    `local file = io.open("${join(folder, 'body')}", "rb")`,
    'wrk.body = file:read("*a")',
    'file:close()',
    'wrk.method = "POST"',
    ...Object.entries(headers).map(([name, value]) => `wrk.headers["${name}"] = "${value}"`),
  ];
  const path = join(folder, 'post.lua');
  writeFileSync(path, script.join('\n'));
  return path;
}
