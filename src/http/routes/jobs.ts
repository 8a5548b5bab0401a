import type { Request, Router } from 'express';
import { ApiError } from '../../contract/errors.js';
import type { RenderJob } from '../../media/job-results/types.js';
import type { Account } from '../../world/accounts/account.js';
import { inputKindOf, taskOf } from '../../world/catalogue/index.js';
import type { Job } from '../../world/jobs/jobs.js';
import type { JobStatus } from '../../contract/types.js';
import type { CallFacts } from '../../world/rules/types.js';
import { submitJob } from '../../world/jobs/submit.js';
import { checkModelPermission } from '../../world/accounts/model-permission.js';
import { ok, type Answer } from '../pipeline/answer.js';
import type { LazyRenderer } from '../lazy-renderer.js';
import { operation, type HttpContext, type Input } from '../pipeline/operation.js';
import { factsOf, parseJobRequest, servedModel, sourceOf, submissionOf } from './job-request.js';

/** The queue: submit, status, content (facts: api.md 1.2 to 1.4). */
export function jobRoutes(router: Router, context: HttpContext, renderer: LazyRenderer): void {
  // First, because most requests poll.
  router.get(
    '/v1/jobs/:jobId',
    operation(context, {
      name: 'jobs.status',
      accountWithoutKey: ownerOf,
      facts: factsOfJob,
      handle: ({ account, facts: { job } }) => {
        if (!job) throw new ApiError('job_not_found');
        const status = account.jobs.poll(job);
        if (status instanceof Promise) return status.then((next) => statusAnswer(job, next));
        const answer = statusAnswer(job, status);
        return account.jobs.isStalledPoll(job) ? { ...answer, warning: CLOCK_STANDS } : answer;
      },
    }),
  );

  router.post(
    '/v1/jobs/:model',
    operation(context, {
      name: 'jobs.submit',
      body: 'form',
      facts: factsOf,
      // With an unknown name this is the path of GET /v1/jobs/{job_id}, which takes no POST.
      parse: (input) =>
        parseJobRequest(servedModel(context, input, 'queue', 'method_not_allowed', { allow: 'GET' }), input),
      handle: async ({ account, token, value, form, effects }) => {
        checkModelPermission({ account, token }, value.served, context.world.catalogue);
        const submission = await submissionOf(renderer, value);
        const job = await submitJob(account, submission, effects);
        form?.keep(submission.upload, submission.reference);
        return { ...ok({ job_id: job.id, status: 'pending' }), jobId: job.id };
      },
    }),
  );

  router.get(
    '/v1/jobs/:jobId/content',
    operation(context, {
      name: 'jobs.content',
      facts: factsOfJob,
      handle: async ({ account, facts: { job } }) => {
        if (!job) throw new ApiError('job_not_found');
        const status = account.jobs.status(job);
        if (status !== 'completed') throw new ApiError('job_not_completed', { jobId: job.id, status });
        return { status: 200, media: await renderer.render(renderJobOf(job, context)), jobId: job.id };
      },
    }),
  );
}

const CLOCK_STANDS =
  'A client polls a job again and again while its clock stands: it is manual, so only you can move it, with ' +
  "clock.advance('10s') or POST /_mock/clock/advance. With the clock 'auto' each poll moves it; in vitest that is " +
  "mockTest({ clock: 'auto' }).";

const statusAnswer = ({ id }: Job, status: JobStatus): Answer => ({
  status: 200,
  json: { job_id: id, status },
  jobId: id,
});

/** Rules, and directives in the prompt, may apply to the calls after a job's submit. */
async function factsOfJob({ account, request }: Input): Promise<CallFacts & { readonly job?: Job }> {
  const jobId = String(request.params['jobId']);
  const job = await account?.jobs.find(jobId);
  return job ? { jobId, model: job.input.requestedModel, prompt: job.input.prompt, job } : { jobId };
}

/**
 * The API declares no key for a job's status (facts: api.md 1.0), so without one the job is looked up in all accounts.
 * That this works is inferred.
 */
async function ownerOf(request: Request, context: HttpContext): Promise<Account> {
  const id = String(request.params['jobId']);
  for (const account of context.world.accounts()) if (await account.jobs.has(id)) return account;
  return context.world.anonymous();
}

export function renderJobOf({ id, input }: Pick<Job, 'id' | 'input'>, context: HttpContext): RenderJob {
  const { upload, reference, durationSeconds, inputDigest, referenceDigest, trajectory, ...rest } = input;
  const model = context.world.catalogue.model(input.model);
  const maxSeconds = model?.surfaces.queue?.cutAt?.seconds;
  return {
    jobId: id,
    kind: model?.output ?? 'video',
    ...(model && { family: taskOf(model), takes: inputKindOf(model) }),
    ...rest,
    ...(durationSeconds !== undefined && { durationSeconds }),
    ...(maxSeconds !== undefined && { maxSeconds }),
    ...(inputDigest !== undefined && { inputDigest }),
    ...(referenceDigest !== undefined && { referenceDigest }),
    ...(trajectory && { trajectory }),
    ...(upload && { upload: sourceOf(upload) }),
    ...(reference && { reference: sourceOf(reference) }),
  };
}
