import { expect, test } from 'vitest';
import { form, serve, videoBlob } from '../unit/http/support/serve.js';

const key = { 'x-api-key': 'dct_r' };

test('on the auto clock, a poller slower than the job still sees "processing"', async () => {
  await using served = await serve({ clock: 'auto' });
  const account = served.mock.world.account('dct_r');
  const submitted = await fetch(`${served.mock.url}/v1/jobs/lucy-2.5`, {
    method: 'POST',
    headers: key,
    body: form({ data: videoBlob }),
  });
  const { job_id } = (await submitted.json()) as { job_id: string };
  const seen: string[] = [];
  // As the SDKs do: 0.5 s, and then every 1.5 s.
  for (const wait of [500, 1_500, 1_500]) {
    await account.clock.advance(wait);
    const status = await fetch(`${served.mock.url}/v1/jobs/${job_id}`, { headers: key });
    seen.push(((await status.json()) as { status: string }).status);
  }
  expect(seen).toEqual(['processing', 'completed', 'completed']);
});

test('a job that times out in the queue occupies no worker', async () => {
  await using served = await serve({ workers: 1 });
  const submit = async (prompt: string): Promise<void> => {
    await fetch(`${served.mock.url}/v1/jobs/lucy-2.5`, {
      method: 'POST',
      headers: key,
      body: form({ data: videoBlob, prompt }),
    });
  };
  const account = served.mock.account('dct_r');
  await submit('[mock:hang]');
  await submit('never starts: the worker hangs until both time out');
  await account.clock.advance('599s');
  await submit('starts as soon as the worker is free');
  const jobs = await account.jobs();
  const begins = (index: number): string | undefined =>
    jobs[index]?.stages.find(({ status }) => status === 'processing')?.at;
  expect(begins(1)).toBeUndefined();
  expect(Date.parse(begins(2) ?? '')).toBe(Date.parse(jobs[0]?.submittedAt ?? '') + 600_000);
});
