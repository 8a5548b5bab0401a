import type { SdkContext } from './context.js';
import type { SdkCase } from './define.js';
import { submits, describeCall, videoJob } from './steps.js';
import { refusedSubmit } from './errors-steps.js';

export const keyCases: readonly SdkCase[] = [
  {
    id: 'errors.key/none',
    title: 'Without a key the client fails before it sends anything.',
    requires: ['ERR-49'],
    needs: ['queue.submit', 'env.apiKey'],
    run: async (s: SdkContext) => {
      const opened = await s.open({ apiKey: null, env: { DECART_API_KEY: '' } });
      const called = opened.ok
        ? await s.call('queue.submit', videoJob(s), { session: opened.session })
        : opened;
      s.negative('ERR-49', {
        title: 'Making the client fails, or its first call.',
        reached: s.sent().length === 0,
        refused: !called.ok,
        because: called.failure === 'auth',
        reason: `there is no key (received: ${describeCall(called)})`,
      });
    },
  },
  {
    id: 'errors.key/from-the-environment',
    title: 'DECART_API_KEY is used when no key is given.',
    requires: ['TOK-47'],
    needs: ['queue.submit', 'env.apiKey'],
    cost: { jobs: 1, gpuSeconds: 1 },
    effects: 'creates-ephemeral',
    run: async (s: SdkContext) => {
      const opened = await s.open({ apiKey: null, env: { DECART_API_KEY: s.key } });
      s.check('TOK-47', opened.ok, { title: 'The constructor succeeds.', got: describeCall(opened) });
      if (!opened.ok) return;
      await s.call('queue.submit', videoJob(s), { session: opened.session });
      const [sent] = s.sent('POST', submits);
      s.check('TOK-47', sent?.headers['x-api-key'] === s.key, { title: 'That key is in x-api-key.' });
    },
  },
  {
    id: 'errors.secrets/key-stays-inside',
    title: 'The key is in no error and in nothing the SDK prints.',
    requires: ['ERR-42'],
    needs: ['queue.submit', 'queue.status'],
    needsControl: true,
    run: async (s: SdkContext) => {
      const called = [
        await refusedSubmit(s, 401, { detail: 'Invalid API key' }),
        await s.call('queue.status', { jobId: 'no-such-job' }),
      ];
      const { session } = await s.open({ baseUrl: 'http://127.0.0.1:9' });
      called.push(await s.call('queue.submit', videoJob(s), { session }));
      s.precondition(
        called.every(({ ok }) => !ok),
        'one of three calls that had to fail did not.',
      );
      const shown = called.filter(({ error }) => JSON.stringify(error).includes(s.key));
      s.check('ERR-42', shown.length === 0, {
        title: 'No error holds the key.',
        got: shown.map(describeCall).join('; '),
      });
      const printed = s.noise.filter((line) => line.includes(s.key));
      s.check('ERR-42', printed.length === 0, {
        title: 'Nothing printed holds the key.',
        got: printed.join('; '),
      });
    },
  },
];
