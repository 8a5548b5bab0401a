import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { compareDocuments } from '../../../conformance/drift/compare.js';
import { compareRuns } from '../../../conformance/drift/live.js';
import { normalForm } from '../../../conformance/drift/normal-form.js';
import { ownDocument } from '../../../conformance/drift/read-document.js';
import { discover } from '../../../conformance/targets/discover.js';
import { runCases } from '../../../conformance/mutants/kill-server.js';
import { serverMutants } from '../../../conformance/mutants/server/index.js';
import { serverCases } from '../../../conformance/suites/server/index.js';
import { startMock } from '../../../src/index.js';
import { command } from '../support/kit.js';
import { requirements } from './support.js';

/** A document with one operation; the test changes a piece of it. */
const document = (form: object, answer: object = { id: { type: 'string' } }, more: object = {}) => ({
  openapi: '3.1.0',
  paths: {
    '/v1/files': {
      post: {
        parameters: [{ name: 'X-API-KEY', in: 'header', required: true, schema: { type: 'string' } }],
        requestBody: {
          required: true,
          content: { 'multipart/form-data': { schema: { $ref: '#/components/schemas/Form' } } },
        },
        responses: {
          '200': {
            content: {
              'application/json': { schema: { type: 'object', required: ['id'], properties: answer } },
            },
          },
        },
      },
    },
    ...more,
  },
  components: {
    schemas: {
      Form: {
        type: 'object',
        required: ['file'],
        properties: { file: { type: 'string', format: 'binary' }, ...form },
      },
    },
  },
});
const differences = (ours: object, theirs: object) =>
  compareDocuments(normalForm(ours, 'ours'), normalForm(theirs, 'theirs')).map(
    ({ severity, kind, change, place, ours: before, theirs: after }) =>
      [
        severity,
        kind,
        change,
        place.replace(/^request multipart\/form-data/, 'form').replace(/^200 application\/json/, '200'),
        before ?? '',
        after ?? '',
      ].join(' | '),
  );
const ttl = { ttl: { type: 'integer', minimum: 60, maximum: 100 } };

describe('two documents', () => {
  test('without a difference in meaning have none', () => {
    const other = document({
      ttl: { anyOf: [{ type: 'integer', minimum: 60, maximum: 100 }, { type: 'null' }] },
    });
    const file = other.components.schemas.Form.properties.file as object;
    Object.assign(file, { format: undefined, contentMediaType: 'application/octet-stream' });
    expect(differences(document(ttl), other)).toEqual([]);
  });

  test.each<[string, object, object, string[]]>([
    [
      'a tighter bound',
      ttl,
      { ttl: { ...ttl.ttl, maximum: 90 } },
      ['breaking | bound | changed | form ttl | maximum 100 | maximum 90'],
    ],
    [
      'a looser bound',
      ttl,
      { ttl: { ...ttl.ttl, minimum: 1 } },
      ['info | bound | changed | form ttl | minimum 60 | minimum 1'],
    ],
    ['a field less', ttl, {}, ['breaking | field | removed | form ttl | integer, optional | ']],
    ['a field more', {}, ttl, ['risky | field | added | form ttl |  | integer, optional']],
    [
      'another type',
      ttl,
      { ttl: { type: 'string' } },
      [
        'info | bound | changed | form ttl | minimum 60 | minimum none',
        'info | bound | changed | form ttl | maximum 100 | maximum none',
        'breaking | type | changed | form ttl | integer | string',
      ],
    ],
    [
      'a value less',
      { r: { enum: ['a', 'b'] } },
      { r: { const: 'a' } },
      ['breaking | values | changed | form r | "a", "b" | "a"'],
    ],
    [
      'a value more',
      { r: { const: 'a' } },
      { r: { enum: ['a', 'b'] } },
      ['info | values | changed | form r | "a" | "a", "b"'],
    ],
    [
      'another default',
      { r: { type: 'string', default: 'a' } },
      { r: { type: 'string', default: 'b' } },
      ['risky | default | changed | form r | "a" | "b"'],
    ],
  ])('%s in a request is a difference', (_, ours, theirs, expected) => {
    expect(differences(document(ours), document(theirs)).sort()).toEqual([...expected].sort());
  });

  test('a field made required, a new value, a new path and a removed path are differences', () => {
    const required = document(ttl);
    required.components.schemas.Form.required.push('ttl');
    expect(differences(document(ttl), required)).toEqual([
      'breaking | required | changed | form ttl | optional | required',
    ]);
    const status = (...values: string[]) => document({}, { id: { type: 'string', enum: values } });
    expect(differences(status('a'), status('a', 'b'))).toEqual([
      'risky | values | changed | 200 id | "a" | "a", "b"',
    ]);
    const more = document({}, undefined, { '/v1/new': { get: { responses: { '200': {} } } } });
    expect(differences(document({}), more)).toEqual(['risky | operation | added |  |  | ']);
    expect(differences(more, document({}))).toEqual(['breaking | operation | removed |  |  | ']);
  });

  test('an answer that theirs does not describe is one difference', () => {
    const silent = document({});
    silent.paths['/v1/files'].post.responses['200'].content['application/json'].schema = {} as never;
    expect(differences(document({}), silent)).toEqual([
      'info | type | changed | 200 | object with 1 fields | not described',
    ]);
  });

  test('another file is refused in one sentence', () => {
    expect(() => normalForm({ hello: 1 }, 'x.json')).toThrow(
      'x.json is not an OpenAPI document: it has no paths.',
    );
  });

  test('ours does not differ from itself and has its operations', async () => {
    const own = await ownDocument();
    expect(compareDocuments(own, own)).toEqual([]);
    expect(own.has('POST /v1/jobs/lucy-2.5')).toBe(true);
    expect(own.get('POST /v1/files')?.bodies.get('multipart/form-data')?.get('ttl_seconds')).toMatchObject({
      required: false,
    });
  });
});

describe('the command', () => {
  const drift = (...args: string[]) => command('drift', ...args);

  test('exits with 1 on drift, 0 without, 2 without a document', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'drift-'));
    const [a, b, md, json] = ['a.json', 'b.json', 'out.md', 'out.json'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
      string,
    ];
    writeFileSync(a, JSON.stringify(document(ttl)));
    writeFileSync(b, JSON.stringify(document({})));
    const drifted = await drift('--ours', a, '--openapi', b, '--md', md, '--json', json);
    const same = await drift('--ours', a, '--openapi', a);
    const none = await drift('--ours', a, '--openapi', join(folder, 'missing.json'));
    expect(drifted).toMatchObject({
      code: 1,
      out: expect.stringContaining('breaking field removed POST /v1/files') as string,
    });
    expect(readFileSync(md, 'utf8')).toContain(
      '| field removed | request multipart/form-data ttl | POST /v1/files | integer, optional |  |',
    );
    expect(JSON.parse(readFileSync(json, 'utf8'))).toMatchObject({
      counts: { breaking: 1, risky: 0, info: 0 },
    });
    expect(same).toMatchObject({ code: 0 });
    expect(none).toMatchObject({ code: 2, err: expect.stringContaining('Cannot read') as string });
  });

  test('takes a document as argument, and refuses two', async () => {
    const file = fileURLToPath(new URL('../../../openapi.yaml', import.meta.url));
    expect(await drift(file)).toMatchObject({
      code: 0,
      out: expect.stringContaining('0 breaking') as string,
    });
    expect(await drift(file, '--openapi', file)).toMatchObject({ code: 2 });
    expect(await drift(file, '--live')).toMatchObject({ code: 2 });
  });

  test('compares a served document', async () => {
    const text = readFileSync(new URL('../../../openapi.yaml', import.meta.url), 'utf8');
    const server = createServer((_, response) =>
      response.end(text.replaceAll('  /v1/files:', '  /v2/files:')),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/openapi.yaml`;
    const ended = await drift('--openapi', url);
    server.close();
    expect(ended).toMatchObject({
      code: 1,
      out: expect.stringContaining('breaking operation removed POST /v1/files') as string,
    });
    expect(ended.out).toContain('risky    operation added POST /v2/files');
  });
});

describe('two servers', { timeout: 60_000 }, () => {
  test('an original and a mutant differ only in the fault of the mutant', async () => {
    await using mock = await startMock({ seed: 'a' });
    await using other = await startMock({ seed: 'b' });
    const cases = serverCases.filter(({ id }) =>
      /^(tokens\.mint\/defaults|files\.(upload\/reference|delete)|queue\.(submit\/answer|poll\/life|unknown)|errors\.quota)/.test(
        id,
      ),
    );
    const options = { requirements, seed: 1, keepTraces: true };
    const ours = await runCases({ id: 'ours' }, cases, await discover({ url: mock.url }), options);
    const theirs = await runCases({ id: 'theirs' }, cases, await discover({ url: other.url }), options);
    expect(ours.some(({ trace }) => trace.length > 0)).toBe(true);
    expect(compareRuns(ours, theirs)).toEqual([]);
    const differencesOf = async (id: string) => {
      const mutant = serverMutants.find((each) => each.id === id);
      if (!mutant) throw new Error(`There is no mutant ${id}.`);
      const results = await runCases(mutant, cases, await discover({ url: other.url }), options);
      return compareRuns(ours, results)
        .filter((each) => each.class !== 'verdict')
        .map((each) => `${each.class} ${each.ours} -> ${each.theirs}`);
    };
    expect(await differencesOf('m-TOK-03-created')).toEqual(['status 200 -> 201']);
    expect(await differencesOf('m-FIL-02-camel-case')).toContain('shape present -> absent');
    expect(await differencesOf('m-QUE-04-submit-called-text')).toContain(
      'header application/json -> text/plain',
    );
    expect(await differencesOf('m-QUE-03-processing-at-once')).toContain('value pending -> processing');
  });
});
