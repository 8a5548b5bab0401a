import { clip, picture } from '../fixtures/media.js';
import type { SdkContext } from './context.js';
import type { SdkCase } from './define.js';
import { imageJob, respond, submits, describeCall } from './steps.js';

export const modelCases: readonly SdkCase[] = [
  {
    id: 'models.names/sent-as-given',
    title: 'Every name the SDK accepts is sent unchanged, aliases included.',
    requires: ['MOD-43'],
    needs: ['queue.submit'],
    needsControl: true,
    run: async (s: SdkContext) => {
      const names = s.models('video');
      s.precondition(names.length > 0, 'the SDK takes no video model the kit knows.');
      await s.control.addRule(respond('jobs.submit', 200, { job_id: 'job_named', status: 'pending' }));
      for (const model of names) {
        const called = await s.call('queue.submit', anyVideoJob(s, model));
        const path = s.sent('POST', submits).at(-1)?.path.split('?')[0];
        s.check('MOD-43', path === `/v1/jobs/${model}`, {
          title: `${model} is sent as ${model}.`,
          got: path ?? describeCall(called),
        });
      }
    },
  },
  {
    id: 'models.names/served',
    title: 'The models that the SDK offers are served: at least one of each kind, and none that is retired.',
    requires: ['MOD-40', 'MOD-44'],
    needs: ['queue.submit'],
    cost: { jobs: 12, gpuSeconds: 12, images: 3 },
    effects: 'creates-ephemeral',
    run: async (s: SdkContext) => {
      for (const surface of ['video', 'image'] as const) {
        if (surface === 'image' && !s.claims('process')) continue;
        const answered = await answers(s, surface);
        const statuses = [...answered].map(([model, status]) => `${model} ${status}`).join(', ');
        const served = [...answered.values()].some((status) => ![404, 405, 410].includes(status));
        s.check('MOD-40', served, {
          title: `One of its ${surface} models is served.`,
          got: statuses || 'it knows none',
        });
        const retired = [...answered].filter(([, status]) => status === 410).map(([model]) => model);
        s.check('MOD-44', retired.length === 0, {
          title: `It takes no ${surface} model that is retired.`,
          got: retired.join(', '),
        });
      }
    },
  },
];

/** The service's HTTP status for each model name of a surface that the SDK accepts. */
async function answers(s: SdkContext, surface: 'video' | 'image'): Promise<Map<string, number>> {
  const answered = new Map<string, number>();
  for (const model of s.offered(surface)) {
    const before = s.sent('POST', submits).length;
    if (surface === 'video') await s.call('queue.submit', anyVideoJob(s, model));
    else await s.call('process', { ...imageJob(s), model });
    const sent = s.sent('POST', submits)[before];
    if (sent?.status !== undefined) answered.set(model, sent.status);
  }
  return answered;
}

/** A job with every input that some video model needs; SDKs drop inputs that their model does not accept. */
function anyVideoJob(s: SdkContext, model: string): Record<string, unknown> {
  const frame = s.blob(picture(), { name: 'frame.png', mime: 'image/png' });
  const trajectory = [
    { frame: 0, x: 0.2, y: 0.2 },
    { frame: 10, x: 0.8, y: 0.8 },
  ];
  const inputs = { prompt: 'A quiet harbour', data: s.blob(clip()), start: frame, end: frame, trajectory };
  return { model, inputs };
}
