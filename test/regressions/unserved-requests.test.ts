import { expect, test } from 'vitest';
import { form, serve, videoBlob } from '../unit/http/support/serve.js';
import { StreamClient } from '../unit/realtime/support/stream-client.js';
import { submit } from './support.js';

const key = 'dct_r';

async function watched() {
  const warnings: string[] = [];
  const served = await serve({ onWarning: (warning) => warnings.push(warning) });
  const ask = async (
    path: string,
    method = 'POST',
    headers: Record<string, string> = { 'x-api-key': key },
  ) => {
    const body = method === 'POST' ? form({ data: videoBlob }) : null;
    return (await fetch(served.mock.url + path, { method, headers, body })).status;
  };
  const entries = async () => await served.mock.account(key).journal.find();
  return {
    warnings,
    ask,
    entries,
    realtimeUrl: served.mock.realtimeUrl,
    [Symbol.asyncDispose]: () => served.mock.close(),
  };
}

test('a submit to a misspelt model is warned about once, with the name of the model and not of its alias', async () => {
  await using served = await watched();
  for (let times = 0; times < 2; times++) expect(await served.ask('/v1/jobs/lucy-21')).toBe(405);
  expect(served.warnings).toEqual([
    'Unknown model "lucy-21" in POST /v1/jobs/lucy-21 (405); did you mean "lucy-2.1"?',
  ]);
  expect((await served.entries())[0]).toMatchObject({
    advice: expect.stringContaining('docs/reference/generated/models.md') as string,
    detail: { note: 'Unknown model "lucy-21"; did you mean "lucy-2.1"?' },
  });
});

test.each([
  ['/v1/jobs/nothing-near', 'Unknown model "nothing-near" in POST /v1/jobs/nothing-near (405).'],
  [
    '/v1/generate/lucy-2.5',
    'POST /v1/generate/lucy-2.5 (404) does not serve the model "lucy-2.5"; use queue (/v1/jobs) or realtime (/v1/stream).',
  ],
  ['/v1/jobs/dct_0123456789', 'Unknown model "[redacted]" in POST /v1/jobs/[redacted] (405).'],
  [
    '/v1/jobs/lucy-2.1%1b',
    'Unknown model "lucy-2.1?" in POST /v1/jobs/lucy-2.1? (405); did you mean "lucy-2.1"?',
  ],
])('a request for %s is warned about: %s', async (path, message) => {
  await using served = await watched();
  await served.ask(path);
  expect(served.warnings).toEqual([expect.stringContaining(message)]);
});

test.each([
  ['lucy-9', 'Unknown model "lucy-9" in /v1/stream (unknown_model); did you mean "lucy-2"?'],
  ['nothing-near', 'Unknown model "nothing-near" in /v1/stream (unknown_model).'],
  ['', 'Unknown model "" in /v1/stream (unknown_model).'],
  ['dct_0123456789', 'Unknown model "[redacted]" in /v1/stream (unknown_model).'],
  [
    'lucy-image-2',
    '/v1/stream (unknown_model) does not serve the model "lucy-image-2"; use queue (/v1/jobs) or process (/v1/generate).',
  ],
])('a realtime connection with the model %j is warned about once', async (model, message) => {
  await using served = await watched();
  for (let times = 0; times < 2; times++) {
    await using client = await StreamClient.openUrl(
      `${served.realtimeUrl}/v1/stream?api_key=${key}&model=${model}`,
    );
    await client.closed;
  }
  expect(served.warnings).toEqual([message]);
});

test('a retired model and a request without a key print no warning, because the answer explains the problem', async () => {
  await using served = await watched();
  expect(await served.ask('/v1/jobs/lucy-motion')).toBe(410);
  expect(await served.ask('/v1/jobs/lucy-21', 'POST', {})).toBe(405);
  expect(served.warnings).toEqual([]);
});

test('a base URL with an extra /v1 is warned about and journalled', async () => {
  await using served = await watched();
  for (const path of ['/v1/v1/jobs/lucy-2.1', '/v1/v1/files']) expect(await served.ask(path)).toBe(404);
  expect(served.warnings).toEqual([expect.stringContaining('without "/v1" it is')]);
  expect(await served.entries()).toMatchObject([
    {
      kind: 'http',
      operation: 'unserved',
      method: 'POST',
      path: '/v1/v1/jobs/lucy-2.1',
      status: 404,
      error: 'not_found',
      detail: { warnings: served.warnings },
    },
    { path: '/v1/v1/files' },
  ]);
});

test.each([
  ['/api/v1/realtime/quota', 'without "/api" it is'],
  ['/dct_0123456789/v1/realtime/quota', 'without "/[redacted]" it is'],
  ['/realtime/quota', 'with "/v1" before it'],
])('a request for %s is warned about: %s', async (path, message) => {
  await using served = await watched();
  expect(await served.ask(path, 'GET', {})).toBe(404);
  expect(served.warnings).toEqual([expect.stringContaining(message)]);
});

test('a path or a method that is not served is journalled, without a suggestion', async () => {
  await using served = await watched();
  expect(await served.ask('/v1/nothing?token=secret', 'GET')).toBe(404);
  expect(await served.ask('/v1/client/tokens', 'GET')).toBe(405);
  expect(await served.ask('/v1/dct_0123456789', 'GET')).toBe(404);
  expect(await served.ask('/v1/nothing', 'GET', { 'x-api-key': 'dct_expired' })).toBe(404);
  expect(served.warnings).toEqual([]);
  expect(await served.entries()).toMatchObject([
    { path: '/v1/nothing', status: 404, advice: 'Check the path.' },
    { path: '/v1/client/tokens', status: 405, error: 'method_not_allowed' },
    { path: '/v1/[redacted]' },
  ]);
});

test.each([
  ['lucy-2.55', 'Unknown model "lucy-2.55"; did you mean "lucy-2.5"?', 405],
  ['lucy-motion', expect.stringMatching(/^"lucy-motion" was retired on 2026-\d\d-\d\d/) as string, 410],
])('the journal notes the probable meaning of the model %s', async (model, note, status) => {
  await using served = await serve();
  expect((await submit(served, '', 'dct_r', model)).status).toBe(status);
  expect(await served.mock.account('dct_r').journal.find()).toMatchObject([{ status, detail: { note } }]);
});

test('the journal notes a model that only another route serves', async () => {
  await using served = await serve();
  const asked = { method: 'POST', headers: { 'x-api-key': 'dct_r' } };
  expect((await fetch(`${served.mock.url}/v1/generate/lucy-2.5`, asked)).status).toBe(404);
  expect(await served.mock.account('dct_r').journal.find()).toMatchObject([
    {
      detail: {
        note: 'process does not serve the model "lucy-2.5"; use queue (/v1/jobs) or realtime (/v1/stream).',
      },
    },
  ]);
});

test('the journal notes the probable meaning of a model to resolve', async () => {
  await using served = await serve();
  const answer = await fetch(`${served.mock.url}/v1/models/resolve`, {
    method: 'POST',
    headers: { 'x-api-key': 'dct_r', 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'lucy-lastest' }),
  });
  expect(answer.status).toBe(404);
  expect(await served.mock.account('dct_r').journal.find()).toMatchObject([
    { detail: { note: expect.stringContaining('did you mean "lucy-latest"?') as string } },
  ]);
});
