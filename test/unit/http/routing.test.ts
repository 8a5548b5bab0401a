import request from 'supertest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { form, serve, videoBlob, type Served } from './support/serve.js';
import { head, Wire } from './support/wire.js';

let served: Served;
let url = '';
beforeAll(async () => {
  served = await serve();
  url = served.mock.url;
});
afterAll(async () => {
  await served.expectClean();
  await served.mock.close();
});

const key = { 'x-api-key': 'dct_routes' };

describe('what is not served', () => {
  test.each([
    '/',
    '/v1',
    '/v1/nothing',
    '/v2/jobs/x',
    '/v1/jobs/x/content/more',
    '/V1/files/x',
    '/v1/%6Aobs',
  ])('GET %s: 404', async (path) => {
    await request(url).get(path).set(key).expect(404, { detail: 'Not Found' });
  });

  test.each([
    ['get', '/v1/client/tokens', 'POST'],
    ['put', '/v1/files', 'POST'],
    ['patch', '/v1/files/file_x', 'GET, DELETE, HEAD'],
    ['delete', '/v1/jobs/x', 'POST, GET, HEAD'],
    ['post', '/v1/jobs/x/content', 'GET, HEAD'],
    ['get', '/v1/generate/lucy-image-2', 'POST'],
    ['post', '/v1/realtime/quota', 'GET, HEAD'],
    ['get', '/v1/models/resolve', 'POST'],
    ['get', '/v1/verify', 'POST'],
    ['get', '/v1/queues/q/tickets', 'POST'],
  ] as const)('%s %s: 405, and what is allowed', async (method, path, allow) => {
    const answer = await request(url)[method](path).set(key);
    expect(answer.status).toBe(405);
    expect(answer.body).toEqual({ detail: 'Method Not Allowed' });
    expect(answer.headers['allow']?.split(', ').sort()).toEqual([...allow.split(', '), 'OPTIONS'].sort());
  });

  test('a submit to an unknown model answers 405, since its path is that of a job', async () => {
    const response = await fetch(`${url}/v1/jobs/lucy-99`, {
      method: 'POST',
      headers: key,
      body: form({ data: videoBlob }),
    });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET');
    expect(await response.json()).toEqual({ detail: 'Method Not Allowed' });
  });

  test('a process call with an unknown model, or with a current video model, answers 404', async () => {
    for (const name of ['lucy-99', 'lucy-2.5']) {
      const response = await fetch(`${url}/v1/generate/${name}`, {
        method: 'POST',
        headers: key,
        body: form({ data: videoBlob }),
      });
      expect([response.status, await response.json()]).toEqual([404, { detail: 'Not Found' }]);
    }
  });
});

describe('slashes', () => {
  test('one too many at the end: 307 to the path without', async () => {
    const answer = await request(url).post('/v1/client/tokens/?x=1').set(key).redirects(0);
    expect([answer.status, answer.headers['location']]).toEqual([307, '/v1/client/tokens?x=1']);
  });

  test('and a client that follows keeps its method and body', async () => {
    const response = await fetch(`${url}/v1/models/resolve/`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"model":"lucy-latest"}',
    });
    expect(await response.json()).toEqual({ model_id: 'lucy-2.5' });
  });

  test.each(['//v1/realtime/quota', '///v1/realtime/quota'])('%s is forgiven', async (path) => {
    using wire = await Wire.open(url);
    await wire.write(head('GET', path));
    expect((await wire.answer()).status).toBe(200);
  });

  test('a redirect never leads to another host', async () => {
    using wire = await Wire.open(url);
    await wire.write(head('GET', '//evil.example/'));
    const { status, headers } = await wire.answer();
    expect([status, headers['location']]).toEqual([404, undefined]);
  });
});

describe('HEAD and OPTIONS', () => {
  test('HEAD answers as GET, without a body', async () => {
    const answer = await fetch(`${url}/v1/realtime/quota`, { method: 'HEAD', headers: key });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-length')).toBe(
      String(JSON.stringify({ limit: null, active: null, remaining: null }).length),
    );
    expect(await answer.text()).toBe('');
  });

  test('OPTIONS names the methods', async () => {
    const answer = await request(url).options('/v1/files/file_x').expect(200);
    expect(answer.headers['allow']).toBe('DELETE, GET, HEAD');
    await request(url).options('/v1/nothing').expect(404);
  });
});

describe('a page of another origin', () => {
  const origin = 'https://app.example.com';

  test('asks first, and may', async () => {
    const answer = await request(url).options('/v1/client/tokens').set({
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type,user-agent,x-api-key',
    });
    expect(answer.status).toBe(204);
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-headers': 'content-type,user-agent,x-api-key',
    });
    for (const method of ['GET', 'POST', 'DELETE'])
      expect(answer.headers['access-control-allow-methods']).toContain(method);
  });

  test.each([
    ['an answer', '/v1/realtime/quota', 200],
    ['a refusal', '/v1/files/none', 404],
    ['no route', '/v1/nothing', 404],
  ])('can read %s', async (_what, path, status) => {
    const answer = await request(url).get(path).set(key).set({ origin }).expect(status);
    expect(answer.headers['access-control-allow-origin']).toBe('*');
    expect(answer.headers['access-control-expose-headers']).toContain('content-range');
  });

  test('is held to one origin, or to none, where that was asked for', async () => {
    await using one = await serve({ cors: 'https://only.example' });
    const answer = await request(one.mock.url).get('/v1/nothing').set({ origin });
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': 'https://only.example',
      vary: 'Origin',
    });
    expect(answer.headers).toHaveProperty('access-control-allow-credentials', 'true');
    await using sandboxed = await serve({ cors: 'null' });
    const read = await request(sandboxed.mock.url).get('/v1/nothing').set({ origin: 'null' });
    expect(read.headers).toMatchObject({ 'access-control-allow-origin': 'null', vary: 'Origin' });
    expect(read.headers).not.toHaveProperty('access-control-allow-credentials');
    await using none = await serve({ cors: null });
    const bare = await request(none.mock.url).get('/v1/nothing').set({ origin });
    expect(bare.headers).not.toHaveProperty('access-control-allow-origin');
  });

  const preflight = {
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'x-api-key',
  };
  const calls = [
    ['a preflight', 'OPTIONS', '/v1/jobs/lucy-2.5', preflight, 204],
    ['an answer', 'GET', '/v1/realtime/quota', key, 200],
    ['a refused key', 'GET', '/v1/realtime/quota', {}, 422],
    ['a refused form', 'POST', '/v1/jobs/lucy-2.5', key, 422],
    ['a refused method', 'PUT', '/v1/jobs/x', key, 405],
    ['no route', 'GET', '/v1/nothing', {}, 404],
    ['a path that does not decode', 'GET', '/v1/files/%zz', key, 404],
  ] as const;

  test.each(calls)(
    'may send credentials and read %s, if it is the named one',
    async (_what, method, path, headers, status) => {
      await using one = await serve({ cors: origin });
      const answer = await fetch(one.mock.url + path, { method, headers: { origin, ...headers } });
      expect(answer.status).toBe(status);
      expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
      expect(answer.headers.get('access-control-allow-credentials')).toBe('true');
    },
  );

  test.each(calls)(
    'may not send credentials where every origin may read %s',
    async (_what, method, path, headers, status) => {
      const answer = await fetch(url + path, { method, headers: { origin, ...headers } });
      expect(answer.status).toBe(status);
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
      expect(answer.headers.has('access-control-allow-credentials')).toBe(false);
    },
  );
});
