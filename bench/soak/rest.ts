import { readFileSync } from 'node:fs';
import { padMp4 } from '../lib/multipart.js';
import type { SoakClient } from './client.js';

const fixture = (name: string): Buffer<ArrayBuffer> =>
  Buffer.from(new Uint8Array(readFileSync(new URL(`../../fixtures/${name}`, import.meta.url))));
const mp4 = fixture('input.mp4');
const png = fixture('input.png');
/** Above the size from which uploads go to disk. */
const LARGE = Buffer.from(new Uint8Array(padMp4(mp4, 3 * 2 ** 20)));
const MAX_POLLS = 200;

/** A form with a file and texts. */
export function form(
  name: string,
  file: Buffer<ArrayBuffer>,
  texts: Readonly<Record<string, string>> = {},
): FormData {
  const made = new FormData();
  made.set(name, new Blob([file]), 'upload');
  for (const [field, text] of Object.entries(texts)) made.set(field, text);
  return made;
}

/** Submits a clip, polls it, and reads the result, in part or whole. */
export async function job(client: SoakClient): Promise<void> {
  const key = client.key();
  const large = client.random.next() < 0.05;
  const data = form('data', large ? LARGE : mp4, { prompt: `a robot ${client.random.integer(1, 1e6)}` });
  const { json } = await client.call('jobs.submit', '/v1/jobs/lucy-2.5', { method: 'POST', key, form: data });
  const id = String(json['job_id']);
  for (let poll = 0; poll < MAX_POLLS; poll++) {
    // An account that another worker resets has no such job any more.
    const { status, json: state } = await client.call('jobs.status', `/v1/jobs/${id}`, {
      key,
      expect: [200, 404],
    });
    if (status !== 200 || client.over()) return;
    if (state['status'] === 'completed' || state['status'] === 'failed') break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const ranged = client.random.next() < 0.3;
  await client.call('jobs.content', `/v1/jobs/${id}/content`, {
    key,
    expect: ranged ? [206, 404] : [200, 404],
    ...(ranged && { headers: { range: 'bytes=100-2000' } }),
  });
}

export async function picture(client: SoakClient): Promise<void> {
  const data = form('data', png, { prompt: 'make it a watercolour' });
  await client.call('process', '/v1/generate/lucy-image-2', {
    method: 'POST',
    key: client.key(),
    form: data,
  });
}

export async function file(client: SoakClient): Promise<void> {
  const key = client.key();
  const { json } = await client.call('files.upload', '/v1/files', {
    method: 'POST',
    key,
    form: form('file', png),
  });
  const path = `/v1/files/${String(json['id'])}`;
  await client.call('files.get', path, { key, expect: [200, 404] });
  if (client.random.next() < 0.7)
    await client.call('files.delete', path, { method: 'DELETE', key, expect: [204, 404] });
}

export async function token(client: SoakClient): Promise<void> {
  const { json } = await client.call('tokens.create', '/v1/client/tokens', {
    method: 'POST',
    key: client.key(),
    json: { expiresIn: 300, metadata: { user: 'soak' } },
  });
  const credential = String(client.random.next() < 0.5 ? json['apiKey'] : json['token']);
  await client.call('quota.get', '/v1/realtime/quota', { key: credential, expect: [200, 401] });
}

/** The small routes. */
export async function small(client: SoakClient): Promise<void> {
  const json = { models: ['lucy-latest', 'lucy-pro-v2v'] };
  await client.call('models.resolve', '/v1/models/resolve', { method: 'POST', json });
  await client.call('jwks', '/.well-known/jwks.json');
  const report = { sessionId: 's', stats: [], diagnostics: [] };
  await client.call('telemetry', '/v1/telemetry', {
    method: 'POST',
    key: client.key(),
    json: report,
    expect: [204],
  });
  await client.call('verify', '/v1/verify', {
    method: 'POST',
    key: client.key(),
    form: form('file', png),
    expect: [501],
  });
}

export async function ticket(client: SoakClient): Promise<void> {
  const path = '/v1/queues/soak/tickets';
  const { json } = await client.call('tickets.create', path, {
    method: 'POST',
    headers: { 'x-queue-key': client.key() },
    expect: [200, 429],
  });
  const id = String(json['ticketId']);
  await client.call('tickets.poll', `${path}/${id}/poll`, { method: 'POST', expect: [200, 404, 410] });
  await client.call('tickets.leave', `${path}/${id}`, { method: 'DELETE', expect: [204, 404, 410] });
}
