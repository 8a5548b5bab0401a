/* global DOMException, FormData, clearTimeout */
/**
 * The reference adapter: uses plain fetch instead of an SDK, after openapi.yaml. It shows the verdicts for a conforming
 * client.
 *
 *     node adapter.mjs [ms between two polls]
 *     node adapter.mjs --generation 0.2         realtime sessions too, by the rules of SDK 0.2.x
 */
import { parseArgs } from 'node:util';
import { received } from '../javascript/kit-adapter.mjs';
import { fileOf, serve } from '../javascript/stdio.mjs';

/** A refusal by the service. */
class Refused extends Error {
  constructor(status, text) {
    super(`${status} ${text}`);
    this.name = 'Refused';
    this.status = status;
  }
}

const { values, positionals } = parseArgs({
  options: { generation: { type: 'string' } },
  allowPositionals: true,
});
/** Milliseconds between two polls. */
const pollMs = Number(positionals[0] ?? 2500);
const realtime = values.generation === undefined ? undefined : await sessionsOf(values.generation);
const served = ['lucy-2.5', 'lucy-2.1', 'lucy-latest', 'lucy-image-2', 'lucy-image-latest'];

serve({
  welcome: ({ candidates }) => ({
    adapter: { name: 'reference-fetch', version: '1.0.0' },
    sdk: { name: 'fetch', version: process.versions.undici ?? '0', language: 'javascript', runtime: 'node' },
    capabilities: [
      ...['tokens.create', 'tokens.options', 'files.upload', 'files.get', 'files.delete', 'process'],
      ...['queue.submit', 'queue.status', 'queue.result', 'queue.submitAndPoll', 'cancel.queue'],
      ...['input.url', 'error.httpStatus', 'adapter.echo', 'adapter.sleep'],
      ...(realtime?.capabilities ?? []),
    ],
    models: {
      video: candidates.video.filter((model) => served.includes(model)),
      image: candidates.image.filter((model) => served.includes(model)),
      ...(realtime && { realtime: candidates.realtime }),
    },
    limits: { maxConcurrent: 32 },
    blob: ['path', 'inline', 'url'],
  }),

  open({ baseUrl, realtimeUrl, apiKey }) {
    if (!apiKey) throw new Refused(0, 'There is no key.');
    const ask = async (method, path, init = {}) => {
      const response = await fetch(baseUrl + path, {
        ...init,
        method,
        headers: { 'x-api-key': apiKey, ...init.headers },
      });
      if (response.ok) return response;
      throw new Refused(response.status, await response.text());
    };
    return Object.assign(ask, { realtime: realtime?.open(realtimeUrl, apiKey) });
  },

  ops: {
    'tokens.create': async (ask, options) => {
      const response = await ask('POST', '/v1/client/tokens', {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(options),
      });
      const { apiKey, token, expiresAt, permissions, constraints } = await response.json();
      return { apiKey, token, expiresAt, permissions, constraints };
    },
    'files.upload': async (ask, { file, ttlSeconds }) => {
      const form = new FormData();
      form.append('file', await fileOf(file));
      if (ttlSeconds !== undefined) form.append('ttl_seconds', String(ttlSeconds));
      return reference(await ask('POST', '/v1/files', { body: form }));
    },
    'files.get': async (ask, { id }) => reference(await ask('GET', `/v1/files/${encodeURIComponent(id)}`)),
    'files.delete': async (ask, { id }) => void (await ask('DELETE', `/v1/files/${encodeURIComponent(id)}`)),
    process: async (ask, { model, inputs, as }, { signal }) => {
      const response = await ask('POST', `/v1/generate/${model}`, { body: await formOf(inputs, as), signal });
      return received(await response.blob());
    },
    'queue.submit': submit,
    'queue.status': (ask, { jobId }) => statusOf(ask, jobId),
    'queue.result': contentOf,
    'queue.submitAndPoll': async (ask, args, { signal, emit }) => {
      let job = await submit(ask, args, { signal });
      const { jobId } = job;
      emit('status', job);
      while (job.status !== 'completed' && job.status !== 'failed') {
        await wait(pollMs, signal);
        job = await statusOf(ask, jobId, signal);
        emit('status', job);
      }
      if (job.status === 'failed') return { status: 'failed', jobId, error: 'The job failed.', data: null };
      return { status: 'completed', jobId, error: null, data: await contentOf(ask, { jobId }, { signal }) };
    },
    ...realtime?.ops,
  },

  facts: (error) => (error instanceof Refused && error.status > 0 ? { httpStatus: error.status } : {}),
});

/** The realtime side of a generation of SDKs. */
async function sessionsOf(generation) {
  if (generation === '0.2') return (await import('./sessions-0.2.mjs')).sessions();
  console.error(`There is no --generation ${generation}: the reference adapter has 0.2.`);
  return process.exit(1);
}

async function submit(ask, { model, inputs, as }, { signal }) {
  return jobOf(await ask('POST', `/v1/jobs/${model}`, { body: await formOf(inputs, as), signal }));
}

async function statusOf(ask, jobId, signal) {
  return jobOf(await ask('GET', `/v1/jobs/${encodeURIComponent(jobId)}`, { signal }));
}

async function contentOf(ask, { jobId }, { signal } = {}) {
  const response = await ask('GET', `/v1/jobs/${encodeURIComponent(jobId)}/content`, { signal });
  return received(await response.blob());
}

async function jobOf(response) {
  const { job_id: jobId, status } = await response.json();
  if (typeof jobId !== 'string' || typeof status !== 'string')
    throw new Error('The service answered something that is not a job.');
  return { jobId, status };
}

async function reference(response) {
  const { id, filename, mime_type, size_bytes, created_at, expires_at } = await response.json();
  return {
    id,
    filename,
    mimeType: mime_type,
    sizeBytes: size_bytes,
    createdAt: created_at,
    expiresAt: expires_at,
  };
}

async function formOf(inputs, as) {
  const form = new FormData();
  for (const [field, value] of Object.entries(inputs)) {
    if (value?.$blob === undefined) form.append(field, String(value));
    else form.append(field, as === 'url' ? await (await fetch(value.$blob.url)).blob() : await fileOf(value));
  }
  return form;
}

function wait(ms, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(new DOMException('The wait was cancelled.', 'AbortError'));
    });
  });
}
