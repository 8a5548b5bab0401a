/**
 * Drives @decartai/sdk in Node: tokens, files, process, queue.
 *
 *     node adapter.mjs                       the SDK installed in the current folder
 *     node adapter.mjs --sdk ./my-sdk        a folder with the package, or with node_modules that hold it
 *     node adapter.mjs --sdk sdk-0.1.14      an npm alias
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { received } from './kit-adapter.mjs';
import { fileOf, serve } from './stdio.mjs';

const { values: options } = parseArgs({ options: { sdk: { type: 'string', default: '@decartai/sdk' } } });
const folder = locate(options.sdk);
const { name, version, exports, main } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
const sdk = await import(pathToFileURL(join(folder, entryOf(exports?.['.']) ?? main)).href);
const { createDecartClient, models } = sdk;
const specimen = createDecartClient({ apiKey: 'none', telemetry: false });

serve({
  welcome: ({ candidates }) => ({
    adapter: { name: 'decart-javascript', version: '1.0.0' },
    sdk: { name, version, language: 'javascript', runtime: `node ${process.version}`, os: process.platform },
    capabilities: [
      ...(specimen.tokens ? ['tokens.create'] : []),
      // Older versions have create() without options.
      ...(specimen.tokens?.create.length > 0 ? ['tokens.options'] : []),
      ...(specimen.files ? ['files.upload', 'files.get', 'files.delete'] : []),
      ...(specimen.process ? ['process'] : []),
      ...(specimen.queue
        ? ['queue.submit', 'queue.status', 'queue.result', 'queue.submitAndPoll', 'cancel.queue']
        : []),
      ...['input.stream', 'input.url', 'error.code', 'error.httpStatus', 'option.integration', 'env.apiKey'],
      ...['adapter.echo', 'adapter.sleep'],
    ],
    models: {
      video: candidates.video.filter((model) => known('video', model)),
      image: candidates.image.filter((model) => known('image', model)),
    },
    limits: { maxConcurrent: 32 },
    blob: ['path', 'inline', 'url'],
  }),

  open({ baseUrl, apiKey, integration, env = {} }) {
    const before = Object.keys(env).map((variable) => [variable, process.env[variable]]);
    Object.entries(env).forEach(setVariable);
    try {
      return createDecartClient({
        baseUrl,
        integration,
        telemetry: false,
        ...(apiKey === null ? {} : { apiKey }),
      });
    } finally {
      before.forEach(setVariable);
    }
  },

  ops: {
    'tokens.create': (client, args) =>
      Object.keys(args).length === 0 ? client.tokens.create() : client.tokens.create(args),
    'files.upload': async (client, { file, ttlSeconds }) =>
      reference(
        await client.files.upload(await fileOf(file), ttlSeconds === undefined ? {} : { ttlSeconds }),
      ),
    'files.get': async (client, { id }) => reference(await client.files.get(id)),
    'files.delete': async (client, { id }) => void (await client.files.delete(id)),
    process: async (client, { model, inputs, as }, { signal }) =>
      received(await client.process({ model: models.image(model), ...(await inputsOf(inputs, as)), signal })),
    'queue.submit': async (client, { model, inputs, as }, { signal }) =>
      job(await client.queue.submit({ model: models.video(model), ...(await inputsOf(inputs, as)), signal })),
    'queue.status': async (client, { jobId }) => job(await client.queue.status(jobId)),
    'queue.result': async (client, { jobId }) => received(await client.queue.result(jobId)),
    'queue.submitAndPoll': async (client, { model, inputs, as }, { signal, emit }) => {
      const result = await client.queue.submitAndPoll({
        model: models.video(model),
        ...(await inputsOf(inputs, as)),
        signal,
        onStatusChange: (seen) => emit('status', job(seen)),
      });
      const { status, job_id: jobId = null, error = null, data } = result;
      return { status, jobId, error, data: await received(data) };
    },
  },

  // The SDK rejects with plain objects: code, message, data.status.
  facts: (error) => {
    const status = error?.data?.status;
    return typeof status === 'number' ? { httpStatus: status } : {};
  },
});

async function inputsOf(inputs, as = 'bytes') {
  const out = {};
  for (const [field, value] of Object.entries(inputs)) {
    if (value?.$blob === undefined) out[field] = value;
    else if (as === 'url') out[field] = value.$blob.url;
    else out[field] = as === 'stream' ? (await fileOf(value)).stream() : await fileOf(value);
  }
  return out;
}

const job = (seen) => ({ jobId: seen?.job_id, status: seen?.status });

const reference = (seen) => ({
  id: seen?.id,
  filename: seen?.filename,
  mimeType: seen?.mime_type,
  sizeBytes: seen?.size_bytes,
  createdAt: seen?.created_at,
  expiresAt: seen?.expires_at,
});

function setVariable([variable, value]) {
  if (value === undefined || value === '') delete process.env[variable];
  else process.env[variable] = value;
}

function known(surface, model) {
  try {
    return models[surface](model) !== undefined;
  } catch {
    return false;
  }
}

/** The folder of the package: the folder itself, an npm alias, or a folder with it in node_modules. */
function locate(where) {
  const places = [where, join('node_modules', where), join(where, 'node_modules/@decartai/sdk')];
  const isPackage = (place) =>
    existsSync(join(place, 'package.json')) &&
    JSON.parse(readFileSync(join(place, 'package.json'), 'utf8')).name === '@decartai/sdk';
  const found = places.find(isPackage);
  if (found === undefined) {
    console.error(
      `No @decartai/sdk here: npm install @decartai/sdk, or name its folder with --sdk (${where}).`,
    );
    process.exit(1);
  }
  return resolve(found);
}

function entryOf(entry) {
  if (typeof entry === 'string' || entry === undefined) return entry;
  return entryOf(entry.import ?? entry.default);
}
