import type { SdkContext } from './context.js';
import type { SdkCase } from './define.js';
import { contents, finishedJob, hashOf, succeeded, describeCall, videoJob } from './steps.js';
import { plainJob } from './errors-steps.js';

export const breakdownCases: readonly SdkCase[] = [
  {
    id: 'errors.body/not-json',
    title: 'A 2xx that is not JSON is an error of the call, and the next call works.',
    requires: ['ERR-45'],
    needs: ['queue.submit', 'queue.status'],
    needsControl: true,
    run: async (s: SdkContext) => {
      for (const operation of ['jobs.submit', 'jobs.status']) {
        await s.control.reset();
        await s.control.addRule({ operation, effect: { type: 'malformed' } });
        const called =
          operation === 'jobs.submit'
            ? await s.call('queue.submit', videoJob(s))
            : await s.call('queue.status', { jobId: await plainJob(s) });
        const last = s.sent().at(-1);
        s.negative('ERR-45', {
          title: `${operation} with a body that does not parse fails.`,
          reached: last?.status === 200 && last.answerJson === undefined,
          refused: !called.ok,
          because: called.failure !== 'network',
          reason: `of the body (received: ${describeCall(called)})`,
        });
      }
      await s.control.reset();
      const after = await s.call('queue.submit', videoJob(s));
      s.check('ERR-45', after.ok, { title: 'The same client still works.', got: describeCall(after) });
    },
  },
  {
    id: 'errors.body/cut-short',
    title: 'A truncated video is an error, never a shorter video.',
    requires: ['ERR-48', 'MED-40'],
    needs: ['queue.submit', 'queue.result'],
    needsControl: true,
    run: async (s: SdkContext) => {
      const jobId = await finishedJob(s);
      const whole = await s.call('queue.result', { jobId });
      succeeded(s, 'queue.result', whole);
      await s.control.addRule({ operation: 'jobs.content', effect: { type: 'truncate', bytes: 1000 } });
      const cut = await s.call('queue.result', { jobId });
      const last = s.sent('GET', contents).at(-1);
      const reached = last?.broken !== undefined && last.answer.length > 0;
      s.negative('ERR-48', {
        title: 'The call fails.',
        reached,
        refused: !cut.ok,
        because: cut.failure === 'network' || cut.failure === 'protocol',
        reason: `of the broken connection (received: ${describeCall(cut)})`,
      });
      s.check('MED-40', !cut.ok || hashOf(cut.value) === hashOf(whole.value), {
        title: 'User code never gets a truncated video.',
        got: describeCall(cut),
      });
    },
  },
  {
    id: 'errors.network/unreachable',
    title: 'A service that cannot be reached is an error of the call.',
    requires: ['ERR-48'],
    needs: ['queue.submit'],
    run: async (s: SdkContext) => {
      const { session, ok } = await s.open({ baseUrl: 'http://127.0.0.1:9' });
      s.precondition(ok, 'the SDK made no client.');
      const called = await s.call('queue.submit', videoJob(s), { session });
      s.negative('ERR-48', {
        title: 'The call fails.',
        reached: s.sent().length === 0,
        refused: !called.ok,
        because: called.failure === 'network',
        reason: `nothing listens there (received: ${describeCall(called)})`,
      });
    },
  },
];
