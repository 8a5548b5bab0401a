import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { startMock, type MockOptions, type RunningMock } from '../../../../src/index.js';
import { until } from '../../../support/patience.js';

/** A mock server under test, and the defects it has reported. */
export interface Served extends AsyncDisposable {
  readonly mock: RunningMock;
  readonly defects: readonly unknown[];
  /** Checks that no upload and no text is left, and that no defect was reported. */
  readonly expectClean: () => Promise<void>;
}

export async function serve(options: MockOptions = {}): Promise<Served> {
  const defects: unknown[] = [];
  const mock = await startMock({
    seed: 'http',
    clock: 'manual',
    asOf: '2026-09-01',
    onDefect: (error, what) => defects.push([what, error]),
    ...options,
  });
  return {
    mock,
    defects,
    expectClean: async () => {
      await mock.resetAll();
      await until(() => expect(mock.server.blobs.usage).toEqual({ memoryBytes: 0, diskBytes: 0 }));
      // A request that was still on its way begins an account again.
      await until(async () => {
        await mock.resetAll();
        expect(mock.world.text.held).toBe(0);
      });
      expect(defects).toEqual([]);
      const alive = await fetch(`${mock.url}/v1/realtime/quota`, { headers: { 'x-api-key': 'dct_alive' } });
      expect(alive.status).toBe(200);
    },
    [Symbol.asyncDispose]: () => mock.close(),
  };
}

const fixture = (name: string): Buffer =>
  readFileSync(new URL(`../../../../fixtures/${name}`, import.meta.url));
export const mp4 = fixture('input.mp4');
export const png = fixture('input.png');

/** A part of a multipart body: a text, or a file. */
export type Part =
  | { readonly name: string; readonly text: string; readonly headers?: readonly string[] }
  | {
      readonly name: string;
      readonly file: Uint8Array;
      readonly filename: string;
      readonly headers?: readonly string[];
    };

export const BOUNDARY = 'b0undary';

/** A multipart body written by hand, for clients that no library imitates. Part headers come after the disposition. */
export function multipart(parts: readonly Part[], end = `--${BOUNDARY}--\r\n`): Buffer<ArrayBuffer> {
  const pieces = parts.flatMap((part) => {
    const filename = 'file' in part ? `; filename="${part.filename}"` : '';
    const head = [`Content-Disposition: form-data; name="${part.name}"${filename}`, ...(part.headers ?? [])];
    return [
      Buffer.from(`--${BOUNDARY}\r\n${head.join('\r\n')}\r\n\r\n`),
      'file' in part ? part.file : Buffer.from(part.text),
      Buffer.from('\r\n'),
    ];
  });
  return Buffer.concat([...pieces, Buffer.from(end)]);
}

export const multipartType = `multipart/form-data; boundary=${BOUNDARY}`;
export const clip: Part = { name: 'data', file: mp4, filename: 'blob', headers: ['Content-Type: video/mp4'] };

/** A FormData from texts and files. */
export function form(fields: Readonly<Record<string, string | Blob>>): FormData {
  const made = new FormData();
  for (const [name, value] of Object.entries(fields)) made.append(name, value);
  return made;
}
export const videoBlob = new Blob([Uint8Array.from(mp4)], { type: 'video/mp4' });
export const imageBlob = new Blob([Uint8Array.from(png)], { type: 'image/png' });

/** The body of a supertest answer, of which nothing is known yet. */
export const json = async (asked: PromiseLike<{ readonly body: unknown }>): Promise<unknown> =>
  (await asked).body;
