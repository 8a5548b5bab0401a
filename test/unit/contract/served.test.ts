/** openapi.yaml against the running mock server: what is documented is served, what is served is documented. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { bodyExamples, follow, operations } from '../../../scripts/evidence-document.js';
import { operationRows } from '../../../src/contract/operations.gen.js';
import { startMock, type RunningMock } from '../../../src/index.js';
import { Catalogue, day } from '../../../src/world/catalogue/index.js';
import { document, validator } from './document.js';

const TODAY = '2026-11-20';
const key = { 'x-api-key': 'dct_served' };
const dateOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

const catalogue = new Catalogue();
/** Every day on which something changed, oldest first. */
const days = [...new Set(catalogue.events(0, day(TODAY) + 1).map(({ at }) => at))];
const routesOf = (at: number, ...states: string[]) =>
  catalogue.routes(at).flatMap(({ path, state }) => (states.includes(state) ? [path] : []));

const ofModel = ({ path }: { path: string }): boolean => /^\/v1\/(jobs|generate)\/[^{]+$/.test(path);
const documented = (method: string, path: string) => {
  const found = operations(document).find(
    (one) => one.method.toUpperCase() === method && one.routes.includes(path),
  );
  if (!found) throw new Error(`${method} ${path} is not in openapi.yaml`);
  return found;
};

describe('a model', () => {
  const submits = operationRows.filter(ofModel).map(({ path }) => path);

  test('has a documented route on every surface and under every name it ever had', () => {
    expect([...new Set(days.flatMap((at) => routesOf(at, 'served', 'retired')))].sort()).toEqual(
      [...submits].sort(),
    );
  });

  /** For each route the last day on which it was served. */
  const lastDays = new Map<number, string[]>();
  for (const path of submits) {
    const last = days.findLast((at) => routesOf(at, 'served').includes(path));
    if (last !== undefined) lastDays.set(last, [...(lastDays.get(last) ?? []), path]);
  }

  test.each([...lastDays].map(([at, paths]) => [dateOf(at), paths] as const))(
    'takes submits on %s at each of %j',
    async (asOf, paths) => {
      await using mock = await startMock({ seed: 'served', clock: 'manual', asOf });
      for (const path of paths) {
        const { status } = await fetch(mock.url + path, {
          method: 'POST',
          headers: key,
          body: new FormData(),
        });
        // The empty form lacks something; a route that is not there would answer 404 or 405.
        expect([path, status]).toEqual([path, 422]);
      }
    },
  );
});

describe('everything else', () => {
  const rows = operationRows.filter((row) => !ofModel(row));
  const isSocket = ({ method, path }: (typeof rows)[number]): boolean =>
    '101' in documented(method, path).operation.responses;
  const template = (path: string): string => path.replaceAll(/:(\w+)/g, '{}').replaceAll(/\{\w+\}/g, '{}');

  let mock: RunningMock;
  beforeAll(async () => {
    mock = await startMock({ seed: 'served', clock: 'manual', asOf: TODAY });
  });
  afterAll(() => mock.close());

  /** A path with the examples of its parameters, the required ones of the query included. */
  function filled(method: string, path: string): string {
    const { parameters } = documented(method, path);
    const query = new URLSearchParams();
    let url = path;
    for (const { in: place, name = '', required, example } of parameters) {
      if (place === 'path') url = url.replace(`{${name}}`, String(example));
      if (place === 'query' && required)
        query.set(name, name === 'api_key' ? key['x-api-key'] : String(example));
    }
    return query.size > 0 ? `${url}?${query.toString()}` : url;
  }

  test.each(rows.filter((row) => !isSocket(row)))('$method $path is served as documented', async (row) => {
    const { operation } = documented(row.method, row.path);
    const [type, body] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
    const json = type === 'application/json' && body ? bodyExamples(body)[0] : undefined;
    const answer = await fetch(mock.url + filled(row.method, row.path), {
      method: row.method,
      headers: { ...key, ...(json !== undefined && { 'content-type': 'application/json' }) },
      ...(json !== undefined && { body: JSON.stringify(json) }),
      ...(type === 'multipart/form-data' && { body: new FormData() }),
    });
    const text = await answer.text();
    expect(Object.keys(operation.responses), text).toContain(String(answer.status));
    if (!('405' in operation.responses)) expect(text).not.toBe('{"detail":"Not Found"}');

    const content = follow(document, operation.responses[String(answer.status)] ?? {}).content;
    const schema = content?.['application/json']?.schema;
    if (!schema) return;
    const validate = validator(schema);
    expect(validate(JSON.parse(text)), `${text} ${JSON.stringify(validate.errors)}`).toBe(true);
  });

  test.each(rows.filter(isSocket))('$method $path upgrades', async ({ method, path }) => {
    const socket = new WebSocket(mock.realtimeUrl + filled(method, path));
    await new Promise((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    socket.terminate();
  });

  test('no route is served that is not documented', () => {
    const own = (mock.server.app.router.stack as unknown as readonly Layer[])
      .flatMap((layer) => [layer, ...(layer.handle.stack ?? [])])
      .flatMap(({ route }) => (route ? route.stack.map(({ method }) => [method, route.path] as const) : []))
      .map(([method, path]) => `${method.toUpperCase()} ${template(path)}`);
    const known = new Set(operationRows.map(({ method, path }) => `${method} ${template(path)}`));
    const control = /^\w+ \/_mock(\/|$)/;
    const byModel = ['POST /v1/jobs/{}', 'POST /v1/generate/{}'];
    expect(own.length).toBeGreaterThan(20);
    expect(
      own.filter((route) => !known.has(route) && !control.test(route) && !byModel.includes(route)),
    ).toEqual([]);
  });
});

/** The part of express' router layers that its types leave out. */
interface Layer {
  readonly route?: { readonly path: string; readonly stack: readonly { readonly method: string }[] };
  readonly handle: { readonly stack?: readonly Layer[] };
}

test('the claims of a token are those its contract names', async () => {
  await using mock = await startMock({ seed: 'claims', clock: 'manual' });
  const minted = await fetch(`${mock.url}/v1/client/tokens`, {
    method: 'POST',
    headers: { ...key, 'content-type': 'application/json' },
    body: JSON.stringify({
      allowedModels: ['lucy-2.6'],
      allowedOrigins: ['https://app.example'],
      constraints: { realtime: { maxSessionDuration: 60 } },
      metadata: { service_tier: 2, attribution: { team: 'shop' }, other: 1 },
    }),
  });
  const { token } = (await minted.json()) as { token: string };
  const [header, claims] = token
    .split('.', 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>);
  const fits = (schema: string, value: unknown) =>
    validator({ $ref: `#/components/schemas/${schema}`, unevaluatedProperties: false })(value);
  expect(fits('ClientTokenClaims', { ...claims, exp: 'soon' })).toBe(false);
  expect(fits('ClientTokenClaims', claims), JSON.stringify(claims)).toBe(true);
  expect(validator({ $ref: '#/components/schemas/ClientTokenHeader' })(header)).toBe(true);
});
