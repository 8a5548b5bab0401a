import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { multipartType, serve, type Served } from './serve.js';
import { head, Wire, type WireAnswer } from './wire.js';

export const KB = 1_000;

/** A server under hostile input, and the ways to send it. */
export interface HostileServer {
  readonly url: string;
  readonly mock: Served['mock'];
  readonly expectClean: Served['expectClean'];
  /** Sends a whole request and reads the answer. */
  readonly ask: (...pieces: readonly (string | Uint8Array)[]) => Promise<WireAnswer>;
  /** Submits a job with a multipart body. */
  readonly submit: (body: Uint8Array, headers?: Record<string, string | number>) => Promise<WireAnswer>;
  readonly post: (path: string, body: BodyInit, type?: string) => Promise<Response>;
}

/**
 * Starts a server for the tests of one file. After each test nothing is left behind: no upload, no unhandled
 * rejection, no defect. `spills` states whether a test of the file stores an upload on disk.
 */
export function hostileServer({ spills = false } = {}): HostileServer {
  let served: Served;
  const unhandled: unknown[] = [];
  const note = (error: unknown): void => void unhandled.push(error);
  const { TMPDIR } = process.env;
  const temporary = mkdtempSync(join(tmpdir(), 'hostile-'));

  beforeAll(async () => {
    process.on('unhandledRejection', note);
    process.env['TMPDIR'] = temporary;
    served = await serve({ limits: { uploadBytes: 600 * KB, spillBytes: 200 * KB } });
  });
  afterEach(async () => {
    await served.expectClean();
    expect(unhandled).toEqual([]);
  });
  afterAll(async () => {
    process.off('unhandledRejection', note);
    expect(readdirSync(temporary)).toHaveLength(spills ? 1 : 0);
    await served.mock.close();
    expect(readdirSync(temporary)).toEqual([]);
    if (TMPDIR === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = TMPDIR;
    rmSync(temporary, { recursive: true });
  });

  const ask: HostileServer['ask'] = async (...pieces) => {
    using wire = await Wire.open(served.mock.url);
    for (const piece of pieces) await wire.write(piece);
    return await wire.answer();
  };
  return {
    get url() {
      return served.mock.url;
    },
    get mock() {
      return served.mock;
    },
    expectClean: () => served.expectClean(),
    ask,
    submit: (body, headers = {}) =>
      ask(
        head('POST', '/v1/jobs/lucy-2.1', {
          'Content-Type': multipartType,
          'Content-Length': body.length,
          ...headers,
        }),
        body,
      ),
    post: (path, body, type = 'application/json') =>
      fetch(`${served.mock.url}${path}`, {
        method: 'POST',
        headers: { 'x-api-key': 'dct_hostile', 'content-type': type },
        body,
      }),
  };
}

/** The status and the `detail` of an answer. */
export const detail = ({ status, body }: WireAnswer): [number, unknown] => [
  status,
  (JSON.parse(body) as { detail: unknown }).detail,
];
