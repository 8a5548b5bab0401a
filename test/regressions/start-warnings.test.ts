import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { createMock, startMock } from '../../src/index.js';
import { form, serve, videoBlob } from '../unit/http/support/serve.js';

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

test('a port in use is named, with what to do', async () => {
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
  const { port } = holder.address() as AddressInfo;
  const failure = await startMock({ port }).catch((error: unknown) => error);
  holder.close();
  expect(failure).toMatchObject({
    code: 'EADDRINUSE',
    message: `Port ${port} on 127.0.0.1 is in use. Stop the other process, or choose another port with "port" (0 for a free one).`,
  });
});
