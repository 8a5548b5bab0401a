import request from 'supertest';
import { describe, expect, test } from 'vitest';
import { form, imageBlob, serve, videoBlob } from './support/serve.js';

const retired = (model: string) => [410, { detail: 'This model has been retired.', model }] as const;
const taken = [200, { job_id: expect.any(String) as string, status: 'pending' }] as const;
const unknown = [405, { detail: 'Method Not Allowed' }] as const;

const path = JSON.stringify([
  { frame: 0, x: 0, y: 0 },
  { frame: 9, x: 1, y: 1 },
]);
const forms: Record<string, () => FormData> = {
  'lucy-motion': () => form({ data: imageBlob, trajectory: path }),
};

/** The same submits on three days (issue: Must show 2). */
const days = {
  '2026-04-15': {
    'lucy-motion': taken,
    'lucy-2.1-vton': taken,
    'lucy-latest': taken,
    'lucy-2.5': unknown,
    'lucy-99': unknown,
    resolve: { 'lucy-latest': 'lucy-2.1' },
  },
  '2026-05-31': {
    'lucy-motion': retired('lucy-motion'),
    'lucy-2.1-vton': taken,
    'lucy-latest': taken,
    'lucy-2.5': unknown,
    'lucy-99': unknown,
    resolve: {
      'lucy-latest': 'lucy-2.1',
      'lucy-vton-latest': 'lucy-vton-2',
      'lucy-2.1-vton': 'lucy-2.1-vton',
    },
  },
  today: {
    'lucy-motion': retired('lucy-motion'),
    'lucy-2.1-vton': retired('lucy-2.1-vton'),
    'lucy-vton-2': retired('lucy-vton-2'),
    'lucy-latest': taken,
    'lucy-2.5': taken,
    'lucy-2.6': taken,
    'lucy-vton-3.6': taken,
    'lucy-99': unknown,
    resolve: {
      'lucy-latest': 'lucy-2.5',
      'lucy-2.6': 'lucy-2.6',
      'lucy-vton-latest': 'lucy-vton-3.6',
      'lucy-clip-latest': 'lucy-clip',
    },
  },
};

describe.each(Object.entries(days))('as of %s', (day, { resolve, ...submits }) => {
  test('submits are answered as on that day', async () => {
    await using served = await serve({ asOf: day === 'today' ? '2026-11-20' : day });
    for (const [model, [status, answer]] of Object.entries(submits)) {
      const response = await fetch(`${served.mock.url}/v1/jobs/${model}`, {
        method: 'POST',
        headers: { 'x-api-key': 'dct_day' },
        body: forms[model]?.() ?? form({ data: videoBlob, prompt: 'x' }),
      });
      expect([model, response.status, await response.json()]).toEqual([model, status, answer]);
    }
  });

  test('names resolve as on that day', async () => {
    await using served = await serve({ asOf: day === 'today' ? '2026-11-20' : day });
    const ask = (model: string) => request(served.mock.url).post('/v1/models/resolve').send({ model });
    for (const [name, model_id] of Object.entries(resolve)) await ask(name).expect(200, { model_id });
    await ask('lucy-99').expect(404, { detail: 'Unknown model' });
  });
});

test('a model retires under a client that goes on submitting', async () => {
  await using served = await serve({ asOf: '2026-06-28T23:00:00Z' });
  const submit = async () =>
    (
      await fetch(`${served.mock.url}/v1/jobs/lucy-2.1-vton`, {
        method: 'POST',
        headers: { 'x-api-key': 'dct_retiring' },
        body: form({ data: videoBlob }),
      })
    ).status;
  expect(await submit()).toBe(200);
  await served.mock.account('dct_retiring').clock.advance('2d');
  expect(await submit()).toBe(410);
});
