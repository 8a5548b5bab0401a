import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bodyExamples, messages, operations } from '../../../scripts/evidence-document.js';
import * as schemas from '../../../src/contract/validation/body-schemas.js';
import type { ValidationItem } from '../../../src/contract/errors.js';
import { readJsonBody, validateBody } from '../../../src/contract/validation/json-body.js';
import { jsonSyntaxError } from '../../../src/contract/validation/json-errors.js';
import { problemDetail } from '../../../src/contract/validation/pydantic.js';
import { realtimeClientMessage } from '../../../src/contract/validation/realtime-schemas.js';
import { document, validator } from './document.js';

interface Oracle {
  readonly bodies: readonly {
    readonly schema: 'clientTokenRequest' | 'modelResolveRequest' | 'sessionRequest';
    readonly body: unknown;
    readonly answer: { readonly detail?: readonly ValidationItem[] };
  }[];
  readonly syntax: readonly {
    readonly text: string;
    readonly answer: { readonly detail: readonly ValidationItem[] };
  }[];
}
const oracle = JSON.parse(readFileSync(new URL('fastapi-oracle.json', import.meta.url), 'utf8')) as Oracle;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('validateBody answers what FastAPI answers', () => {
  test.each(
    oracle.bodies.map((asked) => [asked.schema, JSON.stringify(asked.body).slice(0, 80), asked] as const),
  )('%s %s', (_schema, _text, { schema, body, answer }) => {
    const result = validateBody<unknown>(schemas[schema], body);
    expect(result).toEqual(answer.detail ? { ok: false, items: answer.detail } : { ok: true, value: answer });
  });

  test('HTTP signalling says the same in one line', () => {
    const missing = validateBody(schemas.sessionRequest, { model: 'lucy-2.5' });
    expect(missing.ok ? [] : missing.items.map(problemDetail)).toEqual(['body.sdp: Field required']);
    const bare = validateBody(schemas.candidatesRequest, { candidates: null });
    expect(bare.ok ? [] : bare.items.map(problemDetail)).toEqual([
      'body.candidates: Input should be a valid list',
    ]);
  });
});

describe('readJsonBody', () => {
  test.each(oracle.syntax.map(({ text, answer }) => [text, answer] as const))('%j', (text, answer) => {
    expect(readJsonBody(bytes(text), 'application/json')).toEqual({ ok: false, items: answer.detail });
  });

  test('knows JSON by its type, and takes an undeclared body for JSON', () => {
    for (const type of [undefined, 'application/json; charset=utf-8', 'application/problem+json']) {
      expect(readJsonBody(bytes('{"a":1}'), type)).toEqual({ ok: true, value: { a: 1 } });
    }
    expect(readJsonBody(bytes('{"a":1}'), 'text/plain')).toEqual({ ok: true, value: '{"a":1}' });
  });

  test('no body is no value', () => {
    expect(readJsonBody(new Uint8Array(), 'application/json')).toEqual({ ok: true, value: undefined });
    expect(validateBody(schemas.modelResolveRequest, undefined)).toEqual({
      ok: false,
      items: [{ type: 'missing', loc: ['body'], msg: 'Field required', input: null }],
    });
  });

  test('bytes that are no text are unreadable', () => {
    expect(readJsonBody(Uint8Array.of(0x22, 0xff, 0x22), 'application/json')).toEqual({
      ok: false,
      unreadable: true,
    });
  });

  test('nesting without end is refused, not followed', () => {
    expect(readJsonBody(bytes('['.repeat(200_000)), 'application/json')).toMatchObject({
      items: [{ type: 'json_invalid', ctx: { error: 'Nesting too deep' } }],
    });
  });

  test('finds a fault exactly where there is one', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          fc.string(),
          fc.json().map((text) => text.slice(0, -1)),
        ),
        (text) => {
          let valid = true;
          try {
            JSON.parse(text);
          } catch {
            valid = false;
          }
          expect(jsonSyntaxError(text) === undefined).toBe(valid);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('zod schemas and openapi.yaml agree', () => {
  const requests = {
    createClientToken: schemas.clientTokenRequest.nullable(),
    resolveModels: schemas.modelResolveRequest,
    createSession: schemas.sessionRequest,
    addSessionCandidates: schemas.candidatesRequest,
    setSessionPrompt: schemas.sessionPrompt,
    setSessionImage: schemas.sessionImage,
  };

  test.each(Object.entries(requests))('%s takes its examples unchanged', (id, schema) => {
    const found = operations(document).find(({ operation }) => operation.operationId === id);
    const examples = bodyExamples(found?.operation.requestBody?.content['application/json'] ?? {});
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) expect(schema.parse(example)).toEqual(example);
  });

  const clientMessages = messages(document).filter(([name]) => name.startsWith('RealtimeClientMessage'));

  test.each(clientMessages)('%s takes its examples unchanged', (_name, schema) => {
    for (const example of schema.examples ?? [])
      expect(realtimeClientMessage.parse(example)).toEqual(example);
  });

  test('unknown keys are tolerated, unknown types and missing fields are not', () => {
    expect(realtimeClientMessage.parse({ type: 'livekit_join', later: 1 })).toEqual({ type: 'livekit_join' });
    expect(realtimeClientMessage.safeParse({ type: 'set', prompt: 'p' }).success).toBe(false);
    expect(realtimeClientMessage.safeParse({ type: 'prompt' }).success).toBe(false);
  });

  test('messages to clients carry what every SDK needs', () => {
    for (const [name, schema] of messages(document)) {
      for (const key of (schema['x-superset'] as string[] | undefined) ?? []) {
        expect(Object.keys(schema.properties as object), name).toContain(key);
        for (const example of schema.examples ?? []) expect(example, name).toHaveProperty(key);
      }
    }
    const tick = validator({ $ref: '#/components/schemas/RealtimeServerMessage' });
    expect(tick({ type: 'generation_tick', seconds: 2 })).toBe(true);
    expect(tick({ type: 'generation_tick', seconds: 1.5 })).toBe(false);
  });
});

test('errors, routes and forms load without a schema library', async () => {
  const modules = [
    'errors',
    'operations.gen',
    'types',
    'validation/form-families',
    'validation/forms',
    'validation/json-body',
  ];
  const result = await build({
    entryPoints: modules.map((name) =>
      fileURLToPath(new URL(`../../../src/contract/${name}.ts`, import.meta.url)),
    ),
    bundle: true,
    write: false,
    metafile: true,
    packages: 'external',
    format: 'esm',
    outdir: 'unused',
  });
  const imported = Object.values(result.metafile.outputs).flatMap(({ imports }) =>
    imports.map(({ path }) => path),
  );
  expect(imported).toEqual([]);
});
