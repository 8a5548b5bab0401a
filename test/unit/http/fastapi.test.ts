import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { differences } from './fastapi/differences.js';
import { serve, type Served } from './support/serve.js';
import { chunk, Wire, type WireAnswer } from './support/wire.js';

/** What record.py wrote about one body. */
interface Entry {
  readonly name: string;
  readonly path: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: readonly (string | { readonly repeat: string; readonly times: number })[];
  readonly chunk?: number;
  readonly close?: true;
  readonly status: number | null;
  readonly answer: unknown;
}

const oracle = JSON.parse(readFileSync(new URL('fastapi/oracle.json', import.meta.url), 'utf8')) as {
  readonly entries: readonly Entry[];
};

let served: Served;
beforeAll(async () => {
  served = await serve({ limits: { journalBodyBytes: 4_000_000, journalBytes: 100_000_000 } });
});
afterAll(async () => {
  await served.expectClean();
  await served.mock.close();
});

const bytesOf = ({ body }: Entry): Buffer =>
  Buffer.from(
    body.map((piece) => (typeof piece === 'string' ? piece : piece.repeat.repeat(piece.times))).join(''),
    'latin1',
  );

/** Chunks of this size, sent in one write: the server gets each chunk as a piece of its own. */
function chunked(bytes: Buffer, size: number): Buffer {
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += size) chunks.push(chunk(bytes.subarray(at, at + size)));
  return Buffer.concat([...chunks, Buffer.from('0\r\n\r\n')]);
}

let count = 0;

/** Sends a body of the oracle to the mock server; `split` replaces how it is transferred by chunks of that size. */
async function ask(entry: Entry, split?: number): Promise<unknown> {
  const key = `dct_oracle_${++count}`;
  const size = split ?? entry.chunk;
  const headers =
    split === undefined
      ? entry.headers
      : [
          ...entry.headers.filter(([name]) => name !== 'content-length'),
          ['transfer-encoding', 'chunked'] as const,
        ];
  const fixed = [
    ['host', 'mock'],
    ['x-api-key', key],
    ['connection', 'close'],
  ] as const;
  const lines = [...fixed, ...headers].map(([name, value]) => `${name}: ${value}\r\n`).join('');
  using wire = await Wire.open(served.mock.url);
  const head = Buffer.from(`POST ${entry.path} HTTP/1.1\r\n${lines}\r\n`, 'latin1');
  const bytes = bytesOf(entry);
  // In one write, so that what follows a body that is too long always comes with it.
  await wire.write(Buffer.concat([head, size === undefined ? bytes : chunked(bytes, size)]));
  if (entry.close) wire.socket.end();
  const answer = await wire.answer().catch((error: unknown) => {
    if (error instanceof Error && error.message.startsWith('The connection closed')) return undefined;
    throw error;
  });
  return answer ? shapeOfAnswer(answer, key) : 'no answer';
}

/** The status, with what the server read of a good form, or its text, or the items of a 422. */
function shapeOfAnswer({ status, body }: WireAnswer, key: string): unknown {
  if (status !== 200) return [status, refusal(body)];
  const [entry] = served.mock.world.account(key).journal.find();
  return [status, readFields(entry?.request as Record<string, unknown>)];
}

function refusal(body: string): unknown {
  const parsed = parse(body);
  const detail =
    typeof parsed === 'object' && parsed !== null && 'detail' in parsed ? parsed.detail : undefined;
  return Array.isArray(detail)
    ? detail.map(({ type, loc }: { type: string; loc: unknown }) => [type, loc])
    : detail;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const last = (value: unknown): unknown => (Array.isArray(value) ? value.at(-1) : value);

/** What the journal has of a form, as the forms of record.py answer it. */
function readFields(request: Record<string, unknown>): Record<string, unknown> {
  const file = (name: string): unknown => {
    const found = last(request[name]) as { filename: string; size: number } | '' | undefined;
    return found ? { filename: short(found.filename), size: found.size } : null;
  };
  return 'file' in request
    ? { file: file('file') }
    : { prompt: short((last(request['prompt']) as string | undefined) ?? ''), data: file('data') };
}

const short = (text: string): string => (text.length <= 100 ? text : `${text.length} characters`);

/** FastAPI's answer in the same shape. */
function expected({ path, status, answer }: Entry): unknown {
  if (status === null) return 'no answer';
  if (status !== 200) return [status, refusal(JSON.stringify(answer))];
  const { prompt, data, file } = answer as Record<string, unknown>;
  return [status, path === '/v1/files' ? { file } : { prompt, data }];
}

/** Bodies that are split further are small, and have no transfer of their own to test. */
const isSplittable = (entry: Entry): boolean =>
  bytesOf(entry).length < 10_000 && !entry.name.startsWith('transfer:');

describe('a form body is answered as FastAPI answers it, but for the listed differences', () => {
  test('the oracle has at least 290 bodies', () => {
    expect(oracle.entries.length).toBeGreaterThanOrEqual(290);
  });

  test.each(oracle.entries)('$name', async (entry) => {
    const listed = differences.find(({ name }) => name === entry.name);
    const wanted = expected(entry);
    if (listed) expect(listed.ours, 'The listed difference is gone: remove it.').not.toEqual(wanted);
    expect(await ask(entry)).toEqual(listed?.ours ?? wanted);
  });

  test.each([1, 7])('and in pieces of %i bytes it is answered alike', async (size) => {
    for (const entry of oracle.entries.filter(isSplittable)) {
      const listed = differences.find(({ name }) => name === entry.name);
      expect([entry.name, await ask(entry, size)]).toEqual([entry.name, listed?.ours ?? expected(entry)]);
    }
  });

  test('every listed difference is about a body of the oracle', () => {
    const names = oracle.entries.map(({ name }) => name);
    expect(differences.map(({ name }) => name).filter((name) => !names.includes(name))).toEqual([]);
  });
});
