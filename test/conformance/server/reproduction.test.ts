import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { defineCase } from '../../../conformance/engine/define-case.js';
import { discover } from '../../../conformance/targets/discover.js';
import { runServer } from '../../../conformance/engine/run-server.js';
import { loadRequirements } from '../../../conformance/requirements/load.js';
import { imagePart, videoPart } from '../../../conformance/suites/fixtures/media.js';
import { form, upload } from '../../../conformance/suites/server/steps.js';
import { startMock } from '../../../src/index.js';

const run = promisify(execFile);

test('the commands of a case repeat it in a shell, with files, and with the ids of their own answers', async () => {
  await using mock = await startMock({ seed: 'reproduction' });
  const uploads = defineCase({
    id: 'files.test/again',
    title: 'again',
    requires: ['FIL-04'],
    run: async (c) => {
      await upload(c, { file: imagePart('file') });
      await c.http.post('/v1/files', { bytes: 'no form', type: 'multipart/form-data; boundary=x' });
      const parts = { prompt: "it's", data: videoPart(), reference_image: imagePart() };
      const job = await c.http.post('/v1/jobs/lucy-2.5', form(parts));
      await c.http.get(`/v1/jobs/${String(job.field('job_id'))}`);
      c.check('FIL-04', false, { title: 'Fails always.' });
    },
  });
  const options = { requirements: loadRequirements(), version: '0', seed: 1 };
  const done = await runServer([uploads], await discover({ url: mock.url }), options);
  const trace = done.results[0]?.trace ?? [];
  const key = 'dct_reproduction';
  const { stdout } = await run('bash', ['-c', trace.map(({ curl }) => curl).join('\n')], {
    env: { ...process.env, DECART_BASE_URL: mock.url, DECART_API_KEY: key },
  });
  const statuses = [...stdout.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status));
  expect(trace.map(({ status }) => status)).toHaveLength(6);
  expect(statuses.filter((status) => status !== 100)).toEqual(trace.map(({ status }) => status));
  expect(stdout).toContain(`"size_bytes":${imagePart().bytes.length}`);
});
