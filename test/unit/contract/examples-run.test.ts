/** Every request example of openapi.yaml, sent to the mock server on a day on which it serves the route. */
import { describe, expect, test } from 'vitest';
import { bodyExamples, operations } from '../../../scripts/evidence-document.js';
import { startMock, type RunningMock } from '../../../src/index.js';
import { Catalogue, day } from '../../../src/world/catalogue/index.js';
import { mp4, png } from '../http/support/serve.js';
import { document } from './document.js';

const key = { 'x-api-key': 'dct_examples' };
const TODAY = '2026-11-20';

const catalogue = new Catalogue();
const days = [...new Set(catalogue.events(0, day(TODAY) + 1).map(({ at }) => at)), day(TODAY)];

/** The last day on which a route is served: today, for those that have no dates. */
function servedOn(route: string): string {
  const last = days.findLast((at) =>
    catalogue.routes(at).some(({ path, state }) => path === route && state === 'served'),
  );
  return last === undefined ? TODAY : new Date(last).toISOString().slice(0, 10);
}

const samples = operations(document).flatMap(({ method, routes, operation }) =>
  Object.entries(operation.requestBody?.content ?? {}).flatMap(([type, content]) =>
    bodyExamples(content).map((body) => ({
      method: method.toUpperCase(),
      route: routes[0] ?? '',
      type,
      body,
      example: JSON.stringify(body),
      expected: Object.keys(operation.responses).find((status) => status.startsWith('2')) ?? '',
    })),
  ),
);

/** A form of the document: `(the picture)` and `(the video)` mean a file. */
function formOf(body: object): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(body) as [string, unknown][]) {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    if (text === '(the video)') form.set(name, new Blob([new Uint8Array(mp4)]), 'clip.mp4');
    else if (/^\(.*(picture|frame|garment).*\)$/.test(text))
      form.set(name, new Blob([new Uint8Array(png)]), 'still.png');
    else form.set(name, text);
  }
  return form;
}

function encoded(type: string, body: unknown): { body: BodyInit; headers?: Record<string, string> } {
  if (type === 'multipart/form-data') return { body: formOf(body as object) };
  if (type === 'application/x-www-form-urlencoded')
    return { body: new URLSearchParams(body as Record<string, string>) };
  return { body: JSON.stringify(body), headers: { 'content-type': type } };
}

/** The path of a route, with a session to act on where it needs one. */
async function pathOf(mock: RunningMock, route: string): Promise<{ path: string; etag: string }> {
  if (!route.includes('{session_id}')) return { path: route, etag: '' };
  const creating = samples.find((one) => one.route === '/v1/realtime/sessions');
  const created = await fetch(`${mock.url}/v1/realtime/sessions`, {
    method: 'POST',
    headers: { ...key, 'content-type': 'application/json' },
    body: JSON.stringify(creating?.body),
  });
  const { session_id: id } = (await created.json()) as { session_id: string };
  return { path: route.replace('{session_id}', id), etag: created.headers.get('etag') ?? '' };
}

describe('the request examples of openapi.yaml', () => {
  test.each(samples)(
    '$method $route answers $expected to $type $example',
    async ({ method, route, type, body, expected }) => {
      await using mock = await startMock({
        seed: 'examples',
        asOf: servedOn(route),
        realtime: { media: 'simulated' },
      });
      if (route === '/v1/verify')
        await mock.account(key['x-api-key']).rules.add({
          operation: 'verify',
          effect: { type: 'verdict', verdict: 'watermarked', confidence: 0.98 },
        });
      const { path, etag } = await pathOf(mock, route);
      const sent = encoded(type, body);
      const answer = await fetch(mock.url + path, {
        method,
        headers: { ...key, ...sent.headers, ...(etag !== '' && { 'if-match': etag }) },
        body: sent.body,
      });
      expect([answer.status, await answer.text()]).toEqual([Number(expected), expect.anything()]);
    },
  );

  test('are at least one for each body', () => {
    expect(samples.length).toBeGreaterThan(45);
  });
});
