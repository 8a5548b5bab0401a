import { expect, test } from 'vitest';
import { createDecartClient, models } from '@decartai/sdk';
import { createMock } from '../../src/index.js';
import { form, serve, type Served, videoBlob } from '../unit/http/support/serve.js';

test('a directive that exceeds the job timeout prints a warning', async () => {
  const warnings: string[] = [];
  const { mock } = await serve({ onWarning: (warning) => warnings.push(warning) });
  const ask = async (prompt: string): Promise<void> => {
    const body = form({ data: videoBlob, prompt });
    await fetch(`${mock.url}/v1/jobs/lucy-2.5`, { method: 'POST', headers: { 'x-api-key': mock.key }, body });
  };
  for (const prompt of ['[mock:processing=9m]', '[mock:processing=1h][mock:fail]', '[mock:hang]'])
    await ask(prompt);
  expect(warnings).toEqual([]);
  await ask('[mock:pending=1m][mock:processing=9m]');
  await mock.close();
  expect(warnings).toEqual([
    'A job of 600 s exceeds the 600 s job timeout, so it will fail. Raise "limits.jobTimeoutMs".',
  ]);
});

test('a catalogue date without models prints a warning', async () => {
  const warnings: string[] = [];
  const onWarning = (warning: string) => warnings.push(warning);
  await createMock({ asOf: '2026-05-31', onWarning }).close();
  expect(warnings).toEqual([]);
  await createMock({ asOf: '2025-01-01', onWarning }).close();
  expect(warnings).toEqual([
    'No model is served on 2025-01-01, the date of "asOf". The first model was launched on 2025-09-30.',
  ]);
});

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

const polled = async ({ mock }: Served) => await mock.account(key).journal.find({ operation: 'jobs.status' });

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
  expect((await polled(served)).flatMap(({ detail }) => detail?.['warnings'] ?? [])).toEqual([
    warnings[0],
    warnings[0],
  ]);
});

test('polls print no warning while the clock moves, after the end of the job, or on a running clock', async () => {
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
