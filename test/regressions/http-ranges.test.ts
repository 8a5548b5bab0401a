import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serve, type Served } from '../unit/http/support/serve.js';
import { submit } from './support.js';

/** Ranges of a result by the grammar of RFC 9110, 14.1.1. */

const key = 'dct_r';
let served: Served;
let url = '';
let whole: Buffer;

const get = (headers: Readonly<Record<string, string>>, method = 'GET'): Promise<Response> =>
  fetch(url, { method, headers: { 'x-api-key': key, ...headers } });

beforeAll(async () => {
  served = await serve();
  const answer = await submit(served, '[mock:instant]', key);
  const { job_id: id } = (await answer.json()) as { job_id: string };
  url = `${served.mock.url}/v1/jobs/${id}/content`;
  whole = Buffer.from(await (await get({})).arrayBuffer());
});
afterAll(() => served.mock.close());

test.each([
  'bytes=5-2,0-1',
  'bytes=0-1,5-2',
  'bytes=9007199254740993-9007199254740992',
  'bytes=0 - 1',
  'bytes= 0-1',
  'bytes=0- 1',
  'bytes =0-1',
  'bytes=0-1;',
  'bytes=0-1 2-3',
  'bytes=-',
  'bytes=--1',
  'bytes=,',
  'bytes=0-1,a',
  'bytes=+0-1',
])('the invalid range "%s" is ignored: 200 with all bytes', async (range) => {
  const response = await get({ range });
  expect([response.status, response.headers.get('content-range')]).toEqual([200, null]);
  expect(Buffer.from(await response.arrayBuffer())).toEqual(whole);
});

test.each([
  'bytes=0-1',
  'Bytes=0-1',
  'bytes=0-1,',
  'bytes=, 0-1',
  'bytes=0-1 , ,',
  'bytes=0-1,999999999-',
  'bytes=999999999-,0-1',
  'bytes=00-01',
])('the valid range "%s" is honoured: 206 with two bytes', async (range) => {
  const response = await get({ range });
  expect([response.status, response.headers.get('content-range')]).toEqual([
    206,
    `bytes 0-1/${whole.length}`,
  ]);
  expect(Buffer.from(await response.arrayBuffer())).toEqual(whole.subarray(0, 2));
});

test.each(['bytes=999999999-', 'bytes=999999999-,-0', `bytes=${'9'.repeat(400)}-`])(
  'the range "%s" lies outside of the body: 416',
  async (range) => {
    const response = await get({ range });
    expect([response.status, response.headers.get('content-range')]).toEqual([
      416,
      `bytes */${whole.length}`,
    ]);
  },
);

test.each(['bytes=0-1,3-4', 'bytes=0-,0-', 'bytes=3-4,0-1,-1', `bytes=${'0-0,'.repeat(1_000)}`])(
  'the several ranges "%s" are answered with all bytes, once',
  async (range) => {
    const response = await get({ range });
    expect([response.status, response.headers.get('content-range')]).toEqual([200, null]);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(whole);
  },
);

describe('a result has no validator, so If-Range matches nothing: 200 with all bytes', () => {
  test.each([
    '"x"',
    'W/"x"',
    '*',
    '',
    '"',
    'W/',
    '"x", "y"',
    'junk',
    'Mon, 30 Nov 2026 09:00:00 GMT',
    'Mon, 30 Feb 2026',
  ])('%s', async (validator) => {
    const response = await get({ range: 'bytes=0-1', 'if-range': validator });
    expect([response.status, response.headers.get('content-range')]).toEqual([200, null]);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(whole);
  });

  test('also with a range outside of the body', async () => {
    const response = await get({ range: 'bytes=999999999-', 'if-range': '"x"' });
    expect(response.status).toBe(200);
  });
});

test.each(['bytes=0-1', 'bytes=999999999-'])('HEAD ignores the range "%s"', async (range) => {
  const response = await get({ range }, 'HEAD');
  expect([response.status, response.headers.get('content-length')]).toEqual([200, String(whole.length)]);
  expect(response.headers.get('content-range')).toBeNull();
});
