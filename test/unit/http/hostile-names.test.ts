import { describe, expect, test } from 'vitest';
import { hostileServer } from './support/hostile.js';
import { clip, form, multipart, videoBlob, type Part } from './support/serve.js';

const server = hostileServer();

describe('names of JavaScript object members', () => {
  const names = [
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '__proto__[polluted]',
    'constructor[prototype][polluted]',
  ];

  test('as fields and files are ordinary names', async () => {
    const parts = names.flatMap((name): Part[] => [
      { name, text: 'yes' },
      { name, file: Buffer.from('yes'), filename: name },
    ]);
    expect((await server.submit(multipart([...parts, clip]))).status).toBe(200);
    expect((await server.submit(multipart(parts))).status).toBe(422);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    const [entry] = await server.mock.account('dct_wire').journal.find();
    expect(Object.keys(entry?.request as object).sort()).toEqual([...names, 'data'].sort());
  });

  test.each(names)('%s is unknown as model, job and file, and valid as queue and key', async (name) => {
    const path = encodeURIComponent(name);
    expect((await server.post(`/v1/jobs/${path}`, form({ data: videoBlob }), 'x/y')).status).toBe(405);
    expect((await server.post(`/v1/generate/${path}`, 'x', 'x/y')).status).toBe(404);
    for (const route of [`/v1/jobs/${path}`, `/v1/jobs/${path}/content`, `/v1/files/${path}`])
      expect((await fetch(`${server.url}${route}`, { headers: { 'x-api-key': name } })).status).toBe(404);
    const ticket = await fetch(`${server.url}/v1/queues/${path}/tickets`, {
      method: 'POST',
      headers: { 'x-queue-key': name },
    });
    expect(ticket.status).toBe(200);
  });

  test('in JSON and urlencoded bodies change nothing', async () => {
    const token = await server.post(
      '/v1/client/tokens',
      '{"__proto__":{"expiresIn":1},"constructor":1,"metadata":{"__proto__":1}}',
    );
    expect(token.status).toBe(200);
    const submitted = await server.post(
      '/v1/jobs/lucy-2.1',
      '__proto__=1&constructor=2',
      'application/x-www-form-urlencoded',
    );
    expect(submitted.status).toBe(422);
    expect(({} as Record<string, unknown>)['expiresIn']).toBeUndefined();
  });

  test('as rules are refused', async () => {
    const { rules } = server.mock.account('dct_rules');
    for (const name of names) {
      await expect(
        rules.add({ operation: name, effect: { type: 'no-response' } } as never),
      ).rejects.toThrow();
      await expect(rules.add({ operation: 'verify', effect: { type: name } } as never)).rejects.toThrow();
    }
    expect(await rules.list()).toEqual([]);
  });

  test('as prompt directives are ordinary text', async () => {
    const body = form({
      data: videoBlob,
      prompt: '[mock:constructor] [mock:__proto__=1] [mock:toString] [mock:]',
    });
    const response = await fetch(`${server.url}/v1/jobs/lucy-2.1`, {
      method: 'POST',
      headers: { 'x-api-key': 'dct_p' },
      body,
    });
    expect(response.status).toBe(200);
  });
});
