import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import { mediaSourceOf, readBytes } from '../../../src/media/media-source.js';
import { createRenderer } from '../../../src/media/job-results/index.js';
import { probeUpload } from '../../../src/media/job-results/upload.js';
import { form, serve, type Served } from './support/serve.js';

const key = { 'x-api-key': 'dct_length' };
const trajectory = JSON.stringify([
  { frame: 0, x: 0, y: 0 },
  { frame: 9, x: 1, y: 1 },
]);

/** A clip of that many seconds. */
async function clipOf(seconds: number): Promise<Blob> {
  const card = await (
    await createRenderer('testcard')
  ).render({
    jobId: 'upload',
    model: 'upload',
    requestedModel: 'upload',
    prompt: '',
    seed: 1,
    kind: 'video',
    width: 320,
    height: 180,
    fps: 5,
    durationSeconds: seconds,
  });
  return new Blob([Uint8Array.from(await readBytes(card, 0, card.size))], { type: 'video/mp4' });
}

/** Runs a job; what its result is, what it cost, and what the journal warns of. */
async function run({ mock }: Served, model: string, body: FormData) {
  const account = mock.account('dct_length');
  const before = (await account.credits.get()).balance;
  const submitted = await fetch(`${mock.url}/v1/jobs/${model}`, { method: 'POST', headers: key, body });
  const { job_id: id } = (await submitted.json()) as { job_id: string };
  await account.clock.advance('10m');
  const content = await fetch(`${mock.url}/v1/jobs/${id}/content`, { headers: key });
  const bytes = Buffer.from(await content.arrayBuffer());
  const facts = await probeUpload(mediaSourceOf('', bytes));
  const submits = await account.journal.find({ operation: 'jobs.submit' });
  const warnings = submits.flatMap(({ detail }) => (detail?.['warnings'] ?? []) as string[]);
  const cost = before - (await account.credits.get()).balance;
  return { status: content.status, facts, bytes, cost, warnings };
}

test('lucy-motion makes 5 s in 1280x704 of a portrait picture, for 15 credits', async () => {
  await using served = await serve({ asOf: '2026-05-01' });
  const portrait = new Blob([Uint8Array.from(PNG.sync.write(new PNG({ width: 90, height: 160 })))]);
  const { facts, cost } = await run(served, 'lucy-motion', form({ data: portrait, trajectory }));
  expect(facts).toEqual({ width: 1280, height: 704, durationSeconds: 5 });
  expect(cost).toBe(15);
});

test.each(['lucy-clip', 'lucy-pro-v2v', 'lucy-clip-latest'])(
  '%s cuts an upload of 12 s at 5 s, charges 5 s, and the journal says so',
  async (model) => {
    await using served = await serve();
    const { facts, cost, warnings } = await run(served, model, form({ prompt: 'x', data: await clipOf(12) }));
    expect(facts).toMatchObject({ width: 1280, height: 704, durationSeconds: 5 });
    expect(cost).toBe(75);
    expect(warnings).toEqual([
      `${model} makes at most 5 s: of an upload of 12 s only the first 5 s are used and charged. Cut the clip before you upload it.`,
    ]);
  },
);

test.each([
  ['of 5 s', 5, 5],
  ['of 3 s', 3, 3],
])('lucy-clip takes an upload %s whole', async (_name, seconds, length) => {
  await using served = await serve();
  const { facts, cost, warnings } = await run(
    served,
    'lucy-clip',
    form({ prompt: 'x', data: await clipOf(seconds) }),
  );
  expect(facts).toMatchObject({ durationSeconds: length });
  expect({ cost, warnings }).toEqual({ cost: 15 * length, warnings: [] });
});

const head = new Blob([Buffer.from('0000001c6674797069736f6d0000020069736f6d61766331', 'hex')]);

test('lucy-clip takes an upload whose length cannot be read, charges 5 s and makes 5 s, and the journal says so', async () => {
  await using served = await serve();
  const { status, facts, cost, warnings } = await run(served, 'lucy-clip', form({ prompt: 'x', data: head }));
  expect({ status, cost }).toEqual({ status: 200, cost: 75 });
  expect(facts).toMatchObject({ durationSeconds: 5 });
  expect(warnings).toEqual([
    'lucy-clip makes at most 5 s, and the length of the upload cannot be read: 5 s are charged, and a longer upload is cut. ' +
      'Send a file whose header has its length, such as an MP4 that is not fragmented.',
  ]);
});

test('lucy-2.5 makes the 5 s that it charges for an upload whose length cannot be read', async () => {
  await using served = await serve();
  const { facts, cost, warnings } = await run(served, 'lucy-2.5', form({ data: head }));
  expect(facts).toMatchObject({ durationSeconds: 5 });
  expect({ cost, warnings }).toEqual({ cost: 20, warnings: [] });
});

test('lucy-2.5 takes an upload of 12 s whole', async () => {
  await using served = await serve();
  const { facts, cost, warnings } = await run(served, 'lucy-2.5', form({ data: await clipOf(12) }));
  expect(facts).toMatchObject({ durationSeconds: 12 });
  expect({ cost, warnings }).toEqual({ cost: 48, warnings: [] });
});

test('the echo renderer gives a longer clip back whole, and the journal says that the model would cut it', async () => {
  await using served = await serve({ render: 'echo' });
  const { facts } = await run(served, 'lucy-clip', form({ prompt: 'x', data: await clipOf(12) }));
  expect(facts).toMatchObject({ durationSeconds: 12 });
  const contents = await served.mock.account('dct_length').journal.find({ operation: 'jobs.content' });
  const notes = JSON.stringify(contents);
  expect(notes).toContain('The upload comes back whole; lucy-clip makes at most 5 s.');
});
