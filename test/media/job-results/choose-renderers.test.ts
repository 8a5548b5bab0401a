import Module from 'node:module';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createMock, startMock } from '../../../src/index.js';
import { chooseRenderers } from '../../../src/media/choose-renderers.js';
import { fixture, noCodecs } from './support.js';

/** Runs a job over HTTP and gives its result back. */
async function result(render: string): Promise<Buffer> {
  await using mock = await startMock({ render, clock: 'auto', seed: 'chosen' });
  const headers = { 'x-api-key': mock.key };
  const form = new FormData();
  form.set('prompt', 'Anime style');
  form.set('data', new Blob([new Uint8Array(fixture('input.mp4'))], { type: 'video/mp4' }), 'input.mp4');
  const submitted = await fetch(`${mock.url}/v1/jobs/lucy-2.5`, { method: 'POST', headers, body: form });
  const { job_id: id } = (await submitted.json()) as { job_id: string };
  for (;;) {
    const job = await fetch(`${mock.url}/v1/jobs/${id}`, { headers });
    const { status } = (await job.json()) as { status: string };
    if (status === 'completed') break;
    if (status === 'failed') throw new Error('The job failed.');
  }
  const content = await fetch(`${mock.url}/v1/jobs/${id}/content`, { headers });
  return Buffer.from(await content.arrayBuffer());
}

/** A machine for which the package has no binary: it is installed, and does not load. */
function withoutBinary(): void {
  const loader = Module as unknown as { _load: (name: string, ...more: unknown[]) => unknown };
  const { _load } = loader;
  const spy = vi.spyOn(loader, '_load').mockImplementation((name, ...more) => {
    if (name === '@napi-rs/webcodecs') throw new Error('Cannot find native binding');
    return Reflect.apply(_load, loader, [name, ...more]);
  });
  onTestFinished(() => spy.mockRestore());
}

describe('the renderer of a library user', () => {
  it('is the best that is installed with "auto", as on the command line', async ({ skip }) => {
    if (noCodecs) skip(noCodecs);
    const [auto, transformed] = [await result('auto'), await result('transform')];
    expect(auto.length).toBeGreaterThan(1_000);
    expect(auto.equals(transformed)).toBe(true);
  });

  it('is rejected at the start when its name is unknown', async () => {
    await expect(startMock({ render: 'oil' })).rejects.toThrow(
      new RangeError('Unknown renderer "oil". Choose one of: testcard, echo, transform, auto.'),
    );
  });

  it('is rejected at the start without its package, not job by job with a 500', async () => {
    withoutBinary();
    const message = 'Rendering with "transform" needs the optional package @napi-rs/webcodecs';
    expect(() => createMock({ render: 'transform' })).toThrow(message);
    await expect(startMock({ render: 'transform' })).rejects.toThrow(message);
  });

  it('is a test card with "auto" where the package is installed and does not load', () => {
    withoutBinary();
    expect(chooseRenderers('auto')).toMatchObject({ jobs: 'testcard', realtime: 'testcard' });
  });
});
