import { readFile } from 'node:fs/promises';
import { expect } from 'vitest';
import type { InMemoryFetch, RunningMock } from '../../../src/index.js';
import { breaches } from './contract.js';

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
}

/** Talks to the control API of one account; every answer must be what control.openapi.yaml says. */
export function controlOf(fetch: InMemoryFetch, key: string, base = '') {
  return async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> => {
    const response = await fetch(`${base}/_mock${path}`, {
      method,
      headers: { ...(key !== '' && { 'x-api-key': key }), ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
    const answered: unknown = await (isJson ? response.json() : response.text());
    const { status } = response;
    expect(breaches(method, path, status, answered)).toEqual([]);
    return { status, body: answered, headers: response.headers };
  };
}

/** A fetch that knows where the mock is, so that a path is enough. */
export const at =
  (mock: RunningMock): InMemoryFetch =>
  (path, init) =>
    fetch(typeof path === 'string' ? new URL(path, mock.url) : path, init);

/** An MP4 to submit. */
export const clip = await readFile(new URL('../../../fixtures/input.mp4', import.meta.url));

/** A client with a key, as far as these tests need one. */
export function clientOf(fetch: InMemoryFetch, key: string) {
  const headers = { 'x-api-key': key };
  const json = async (response: Response): Promise<{ status: number; body: Record<string, unknown> }> => ({
    status: response.status,
    body: (await response.json()) as Record<string, unknown>,
  });
  return {
    submit: async (model = 'lucy-2.1', prompt = 'a robot', more: Record<string, string> = {}) => {
      const form = new FormData();
      form.set('data', new Blob([clip], { type: 'video/mp4' }), 'input.mp4');
      form.set('prompt', prompt);
      for (const [name, value] of Object.entries(more)) form.set(name, value);
      return json(await fetch(`/v1/jobs/${model}`, { method: 'POST', headers, body: form }));
    },
    status: async (id: unknown) => json(await fetch(`/v1/jobs/${String(id)}`, { headers })),
    content: async (id: unknown) => {
      const response = await fetch(`/v1/jobs/${String(id)}/content`, { headers });
      return { status: response.status, bytes: new Uint8Array(await response.arrayBuffer()) };
    },
    upload: async () => {
      const form = new FormData();
      form.set('file', new Blob([clip], { type: 'video/mp4' }), 'input.mp4');
      return json(await fetch('/v1/files', { method: 'POST', headers, body: form }));
    },
    token: async (body: unknown = {}) =>
      json(
        await fetch('/v1/client/tokens', {
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      ),
    quota: async (credential = key) =>
      json(await fetch('/v1/realtime/quota', { headers: { 'x-api-key': credential } })),
  };
}
