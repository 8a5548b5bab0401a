/** Whatever is wrong with a request, its answer is one that openapi.yaml lists, in the body that it describes. */
import { describe, expect, test } from 'vitest';
import { bodyExamples, follow, operations, type OperationAt } from '../../../scripts/evidence-document.js';
import { createMock, type Mock, type MockOptions } from '../../../src/index.js';
import { mp4 } from '../http/support/serve.js';
import { document, validator } from './document.js';

const key = 'dct_statuses';
const KIB = 1024;

/** What a request is sent with; a header that is null is left out. */
interface Attempt {
  readonly name: string;
  readonly headers?: Readonly<Record<string, string | null>>;
  readonly body?: BodyInit;
  /** Sent to every name of a model, and not to the first alone. */
  readonly everyName?: boolean;
}

const json = { 'content-type': 'application/json' };
const form = { 'content-type': 'multipart/form-data; boundary=b' };

const bare: readonly Attempt[] = [
  { name: 'only a key' },
  { everyName: true, name: 'no key', headers: { 'x-api-key': null } },
  { name: 'an empty key', headers: { 'x-api-key': '' } },
  { name: 'an unknown token', headers: { 'x-api-key': 'ek_unknown' } },
  { name: 'a range', headers: { range: 'bytes=5-' } },
];

const wrongJson: readonly Attempt[] = [
  { name: 'a brace', headers: json, body: '{' },
  { name: 'nothing as JSON', headers: json },
  { name: 'a list', headers: json, body: '[]' },
  { name: 'null', headers: json, body: 'null' },
  {
    name: 'an unknown model',
    headers: json,
    body: '{"model":"no-such-model","sdp":{"type":"offer","sdp":""}}',
  },
  { name: 'no UTF-8', headers: json, body: new Uint8Array([0x22, 0xff, 0x22]) },
  { name: 'deep nesting', headers: json, body: '['.repeat(5_000) },
  { name: 'text', headers: { 'content-type': 'text/plain' }, body: 'a' },
  { name: 'no key and a brace', headers: { ...json, 'x-api-key': null }, body: '{' },
  { name: 'no key and deep nesting', headers: { ...json, 'x-api-key': null }, body: '['.repeat(5_000) },
];

const wrongForms: readonly Attempt[] = [
  { everyName: true, name: 'an empty form', headers: form, body: '--b--\r\n' },
  { name: 'no boundary', headers: { 'content-type': 'multipart/form-data' }, body: 'a' },
  { name: 'no end', headers: form, body: '--b\r\ncontent-disposition: form-data; name="data"\r\n\r\nx' },
  {
    name: 'text as a file',
    headers: form,
    body: `--b\r\ncontent-disposition: form-data; name="data"; filename="a"\r\n\r\nx\r\n--b--\r\n`,
  },
  {
    name: 'no key and no boundary',
    headers: { 'content-type': 'multipart/form-data', 'x-api-key': null },
    body: 'a',
  },
  { name: 'JSON for a form', headers: json, body: '{}' },
];

const clip = (name: string): FormData => {
  const body = new FormData();
  body.set(name, new Blob([new Uint8Array(mp4)]), 'clip.mp4');
  body.set('prompt', 'a robot');
  return body;
};

function attempts({ operation }: OperationAt): readonly Attempt[] {
  const types = Object.entries(operation.requestBody?.content ?? {});
  const examples = types
    .filter(([type]) => type === 'application/json')
    .flatMap(([, content]) => bodyExamples(content))
    .map((example, at) => ({ name: `example ${at + 1}`, headers: json, body: JSON.stringify(example) }));
  const takesForm = types.some(([type]) => type === 'multipart/form-data');
  return [
    ...bare,
    ...(types.length > 0 ? wrongJson : []),
    ...examples,
    ...(takesForm
      ? [...wrongForms, { name: 'a clip', body: clip('data') }, { name: 'a file', body: clip('file') }]
      : []),
  ];
}

/** The path of a route with the examples of its parameters. */
function pathOf(route: string, { parameters }: OperationAt): string {
  const query = new URLSearchParams();
  let path = route;
  for (const { in: place, name = '', required, example } of parameters) {
    if (place === 'path') path = path.replace(`{${name}}`, String(example));
    if (place === 'query' && required) query.set(name, String(example));
  }
  return query.size > 0 ? `${path}?${query.toString()}` : path;
}

/** Compiled once: the operations share most bodies. */
const validators = new Map<object, ReturnType<typeof validator>>();

const undescribed = async (at: OperationAt, answer: Response, where: string): Promise<string[]> => {
  const text = await answer.text();
  const listed = at.operation.responses[String(answer.status)];
  if (!listed) return [`${where}: ${answer.status} is not listed: ${text.slice(0, 100)}`];
  const schema = follow(document, listed).content?.['application/json']?.schema;
  const isJson = answer.headers.get('content-type')?.startsWith('application/json') === true;
  if (!schema || !isJson) return [];
  const validate = validators.get(schema) ?? validator(schema);
  validators.set(schema, validate);
  return validate(JSON.parse(text))
    ? []
    : [`${where}: ${answer.status} has another body: ${text.slice(0, 100)}`];
};

/** Sends an attempt to a route. @returns what openapi.yaml does not say of its answer */
async function send(mock: Mock, at: OperationAt, route: string, attempt: Attempt): Promise<string[]> {
  const headers = Object.entries({ 'x-api-key': key, ...attempt.headers }).filter(
    (entry): entry is [string, string] => entry[1] !== null,
  );
  const answer = await mock.fetch(pathOf(route, at), {
    method: at.method.toUpperCase(),
    headers,
    redirect: 'manual',
    ...(attempt.body !== undefined && { body: attempt.body }),
  });
  return undescribed(at, answer, `${at.method} ${route} with ${attempt.name}`);
}

const served = operations(document).filter(({ operation }) => !('101' in operation.responses));
const isBodied = ({ operation }: OperationAt): boolean => operation.requestBody !== undefined;

async function findings(
  options: MockOptions,
  tried: (at: OperationAt) => readonly Attempt[],
): Promise<string[]> {
  // Without sockets: there are thousands of requests, and what the connection answers is no operation's.
  await using mock = createMock({
    seed: 'statuses',
    onWarning: () => undefined,
    realtime: { media: 'simulated' },
    ...options,
  });
  const found: string[] = [];
  for (const at of served)
    for (const attempt of tried(at)) {
      // Names of one model differ by their dates alone.
      const answers = (attempt.everyName ? at.routes : at.routes.slice(0, 1)).map((route) =>
        send(mock, at, route, attempt),
      );
      found.push(...(await Promise.all(answers)).flat());
    }
  return found;
}

describe('openapi.yaml lists every status that is sent', () => {
  // Before most models, between two generations of them, and today.
  test.each(['2025-10-01', '2026-04-10', '2026-11-20'])('to wrong requests on %s', async (asOf) => {
    expect(await findings({ asOf }, attempts)).toEqual([]);
  });

  test('to bodies over the limits', async () => {
    const tried = (at: OperationAt): Attempt[] => {
      if (!isBodied(at)) return [];
      const isForm = 'multipart/form-data' in (at.operation.requestBody?.content ?? {});
      if (isForm)
        return [
          { name: 'a large clip', body: clip('data') },
          { name: 'a large file', body: clip('file') },
        ];
      return [{ name: 'large JSON', headers: json, body: ' '.repeat(15_001 * KIB) }];
    };
    expect(await findings({ limits: { uploadBytes: 10 * KIB } }, tried)).toEqual([]);
  });

  test('to uploads without room for them', async () => {
    const tried = (at: OperationAt): Attempt[] =>
      isBodied(at)
        ? [
            { name: 'a clip', body: clip('data') },
            { name: 'a file', body: clip('file') },
          ]
        : [];
    expect(await findings({ limits: { memoryBytes: 1, diskBytes: 1 } }, tried)).toEqual([]);
  });

  test('to bodies without room for their text', async () => {
    const tried = (at: OperationAt): readonly Attempt[] => (isBodied(at) ? attempts(at) : bare);
    expect(await findings({ limits: { textBytes: 1 } }, tried)).toEqual([]);
  });

  test('to a session of an organisation without credits or places', async () => {
    const tried = (at: OperationAt): readonly Attempt[] => (isBodied(at) ? attempts(at) : []);
    expect(await findings({ defaults: { credits: 0, autoTopUp: null } }, tried)).toEqual([]);
    expect(await findings({ defaults: { maxConcurrentSessions: 0 } }, tried)).toEqual([]);
  });
});
