import { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Request } from 'express';
import { expect, test } from 'vitest';
import { readBytes } from '../../../src/http/pipeline/json-body.js';
import { TextBudget, type TextShare } from '../../../src/world/text/text-budget.js';
import { readMultipart } from '../../../src/http/uploads/multipart.js';
import { UploadStore } from '../../../src/http/uploads/upload-store.js';
import { defaultLimits } from '../../../src/world/accounts/limits.js';
import { BOUNDARY } from './support/serve.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

async function memoryInUse(): Promise<number> {
  await setImmediate();
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const CHUNKS = 100_000;
/** A piece that is kept as such takes 100 bytes at least: 10 MB. */
const MOST_BYTES = 3_000_000;

/** A body whose middle comes in pieces of one byte. `grown` gets the growth of the memory in use behind the last one, in bytes. */
function request(start: string, end: string, grown: (bytes: number) => void): Request {
  async function* pieces(): AsyncGenerator<Buffer> {
    yield Buffer.from(start);
    const before = await memoryInUse();
    for (let sent = 0; sent < CHUNKS; sent++) {
      yield Buffer.from('x');
      // As between chunks of a socket: else streams join the pieces.
      await setImmediate();
    }
    grown((await memoryInUse()) - before);
    yield Buffer.from(end);
  }
  return Readable.from(pieces()) as Request;
}

const text = (): TextShare => new TextBudget(defaultLimits.textBytes).share();
const store = (): UploadStore => new UploadStore(defaultLimits);

/** The size that the server read of a body in small pieces. */
type Reading = (grown: (bytes: number) => void) => Promise<number | undefined>;

async function readPart(disposition: string, grown: (bytes: number) => void) {
  const start = `--${BOUNDARY}\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n`;
  const body = request(start, `\r\n--${BOUNDARY}--\r\n`, grown);
  return await readMultipart(body, new Map([['boundary', BOUNDARY]]), {
    blobs: store(),
    limits: defaultLimits,
    text: text(),
  });
}

const readings: Record<string, Reading> = {
  'a file': async (grown) => (await readPart('name="data"; filename="a"', grown)).files[0]?.size,
  'a text': async (grown) => String((await readPart('name="prompt"', grown)).texts['prompt']).length,
  JSON: async (grown) => (await readBytes(request('"', '"', grown), text())).length - 2,
};

test.each(Object.entries(readings))(
  '%s in chunks of one byte takes about its size in memory, and is read whole',
  async (_name, read) => {
    let growth = Infinity;
    expect(await read((bytes) => (growth = bytes))).toBe(CHUNKS);
    expect(growth).toBeLessThan(MOST_BYTES);
  },
);
