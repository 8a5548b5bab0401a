import { readFileSync } from 'node:fs';
import type { Child } from '../lib/child.js';
import { median, requestsPerSecond, type Load } from '../lib/load.js';
import { BOUNDARY, multipartBody, padMp4, postScript } from '../lib/multipart.js';
import { startAimock, startOurs, startPrism, startRaw } from '../lib/peers.js';

const key = { 'x-api-key': 'dct_bench' };

interface Contender {
  readonly name: string;
  readonly start: () => Promise<Child>;
  readonly load: (origin: string) => Promise<Omit<Load, 'connections' | 'seconds'>>;
}

export interface Row {
  readonly name: string;
  /** Median requests per second of all rounds. */
  readonly rate: number;
}

/** Each round measures every server, so that other load on the machine affects all of them. */
async function interleaved(
  contenders: readonly Contender[],
  rounds: number,
  shape: { connections: number; seconds: number },
): Promise<Row[]> {
  const started: Child[] = [];
  try {
    const running: { name: string; load: Omit<Load, 'connections' | 'seconds'>; rates: number[] }[] = [];
    for (const { name, start, load } of contenders) {
      const child = await start();
      started.push(child);
      running.push({ name, load: await load(`http://127.0.0.1:${child.port}`), rates: [] });
    }
    for (const { load } of running) await requestsPerSecond({ ...load, ...shape, seconds: 2 });
    for (let round = 0; round < rounds; round++) {
      for (const { load, rates } of running) rates.push(await requestsPerSecond({ ...load, ...shape }));
    }
    return running.map(({ name, rates }) => ({ name, rate: median(rates) }));
  } finally {
    await Promise.all(started.map((child) => child.stop()));
  }
}

const input = readFileSync(new URL('../../fixtures/input.mp4', import.meta.url));
const form = { 'Content-Type': `multipart/form-data; boundary=${BOUNDARY}` };

/** `GET /v1/jobs/{id}` of a finished job: authentication, a rule and the journal on. */
export function polling(rounds: number, seconds: number): Promise<Row[]> {
  const fixed = (path: string) => (origin: string) => Promise.resolve({ url: origin + path, headers: key });
  return interleaved(
    [
      { name: 'node:http with a map', start: startRaw, load: fixed('/v1/jobs/job-1') },
      {
        name: 'decart-mock',
        start: () => startOurs(),
        load: async (origin) => ({ url: `${origin}/v1/jobs/${await finishedJob(origin)}`, headers: key }),
      },
      {
        name: 'aimock',
        start: startAimock,
        load: async (origin) => {
          await fetch(`${origin}/v1/videos`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: '{"prompt":"x","model":"sora-2"}',
          });
          return { url: `${origin}/v1/videos/job-1` };
        },
      },
      { name: 'prism', start: startPrism, load: fixed('/v1/jobs/job-1') },
    ],
    rounds,
    { connections: 64, seconds },
  );
}

/** A submit with 1 MiB of video. */
export function submitting(rounds: number, seconds: number): Promise<Row[]> {
  const video = padMp4(input, 1024 * 1024);
  const ours = postScript(
    multipartBody([
      { name: 'prompt', value: 'bench' },
      { name: 'data', value: video },
    ]),
    { ...form, ...key },
  );
  const aimock = postScript(
    multipartBody([
      { name: 'prompt', value: 'bench' },
      { name: 'model', value: 'sora-2' },
      { name: 'input_reference', value: video },
    ]),
    form,
  );
  const at = (path: string, script: string) => (origin: string) =>
    Promise.resolve({ url: origin + path, script });
  return interleaved(
    [
      { name: 'node:http with busboy', start: startRaw, load: at('/v1/jobs/lucy-2.5', ours) },
      { name: 'decart-mock', start: () => startOurs(), load: at('/v1/jobs/lucy-2.5', ours) },
      { name: 'aimock', start: startAimock, load: at('/v1/videos', aimock) },
      { name: 'prism', start: startPrism, load: at('/v1/jobs/lucy-2.5', ours) },
    ],
    rounds,
    { connections: 8, seconds },
  );
}

/** Adds a rule that never matches, so that rules are evaluated, and a job that completes at once. */
async function finishedJob(origin: string): Promise<string> {
  const rule = { operation: 'jobs.status', match: { jobId: 'another' }, effect: { type: 'no-response' } };
  const added = await fetch(`${origin}/_mock/rules`, {
    method: 'POST',
    headers: { ...key, 'content-type': 'application/json' },
    body: JSON.stringify(rule),
  });
  if (!added.ok) throw new Error(`The rule was refused: ${await added.text()}`);
  const answer = await fetch(`${origin}/v1/jobs/lucy-2.5`, {
    method: 'POST',
    headers: { ...form, ...key },
    body: new Uint8Array(
      multipartBody([
        { name: 'prompt', value: '[mock:instant]' },
        { name: 'data', value: input },
      ]),
    ),
  });
  return ((await answer.json()) as { job_id: string }).job_id;
}
