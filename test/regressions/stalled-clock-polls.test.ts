import { createDecartClient, models } from '@decartai/sdk';
import { expect, test } from 'vitest';
import { serve, videoBlob, type Served } from '../unit/http/support/serve.js';

const key = 'dct_r';

async function submitted(options: Parameters<typeof serve>[0] = {}) {
  const warnings: string[] = [];
  const served = await serve({ ...options, onWarning: (warning) => warnings.push(warning) });
  const client = createDecartClient({ apiKey: key, baseUrl: served.mock.url });
  const submit = () =>
    client.queue.submit({ model: models.video('lucy-2.1'), prompt: 'a cat', data: videoBlob });
  const { job_id } = await submit();
  const poll = async (times: number, id = job_id) => {
    for (let done = 0; done < times; done++) await client.queue.status(id);
  };
  return { served, warnings, submit, poll, [Symbol.asyncDispose]: () => served.mock.close() };
}

const polled = ({ mock }: Served) => mock.account(key).journal.find({ operation: 'jobs.status' });

test('polls of a job on a clock that stands still print a warning', async () => {
  await using job = await submitted();
  const { served, warnings, submit, poll } = job;
  await poll(2);
  expect(warnings).toEqual([]);
  await poll(1);
  expect(warnings).toEqual([expect.stringContaining("mockTest({ clock: 'auto' })")]);
  await poll(5);
  await poll(5, (await submit()).job_id);
  expect(warnings).toHaveLength(1);
  expect(polled(served).flatMap(({ detail }) => detail?.['warnings'] ?? [])).toEqual([
    warnings[0],
    warnings[0],
  ]);
});

test('they print none while the clock moves, after the end of the job, or on a running clock', async () => {
  await using job = await submitted();
  const { served, warnings, poll } = job;
  const { clock } = served.mock.account(key);
  for (let moves = 0; moves < 5; moves++) {
    await poll(2);
    await clock.advance(1);
  }
  await clock.advance('1h');
  await poll(5);
  expect(warnings).toEqual([]);

  await using hanging = await submitted({ clock: 'real', timing: { processing: 3_600_000 } });
  await hanging.poll(5);
  expect(hanging.warnings).toEqual([]);
});
