import type { Request, Router } from 'express';
import { ApiError } from '../../contract/errors.js';
import type { RenderJob } from '../../media/job-results/types.js';
import type { Account } from '../../world/accounts/account.js';
import type { Job } from '../../world/jobs/jobs.js';
import type { JobStatus } from '../../world/jobs/plan.js';
import type { CallFacts } from '../../world/rules/types.js';
import { submitJob } from '../../world/jobs/submit.js';
import { ok, type Answer } from '../pipeline/answer.js';
import type { LazyRenderer } from '../lazy-renderer.js';
import { operation, type HttpContext, type Input } from '../pipeline/operation.js';
import { checkScope, factsOf, jobRequestOf, parseJobRequest, servedModel, sourceOf } from './job-request.js';

/** The queue: submit, status, content (facts: api.md 1.2 to 1.4). */
export function jobRoutes(router: Router, face: HttpContext, desk: LazyRenderer): void {
  // Tried first, since most requests poll.
  router.get(
    '/v1/jobs/:jobId',
    operation(face, {
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
    operation(face, {
      name: 'jobs.submit',
      body: 'form',
      facts: factsOf,
      // The path of an unknown name belongs to GET /v1/jobs/{job_id}, which does not take a POST.
      parse: (input) =>
        parseJobRequest(servedModel(face, input, 'queue', 'method_not_allowed', { allow: 'GET' }), input),
      handle: async ({ account, token, value, form, effects }) => {
        checkScope(token, value.served);
        const order = await jobRequestOf(desk, value);
        const job = await submitJob(account, order, effects);
        form?.keep(order.upload, order.reference);
        return { ...ok({ job_id: job.id, status: 'pending' }), jobId: job.id };
      },
    }),
  );

  router.get(
    '/v1/jobs/:jobId/content',
    operation(face, {
      name: 'jobs.content',
      facts: factsOfJob,
      handle: async ({ account, facts: { job } }) => {
        if (!job) throw new ApiError('job_not_found');
        const status = account.jobs.status(job);
        if (status !== 'completed') throw new ApiError('job_not_completed', { jobId: job.id, status });
        return { status: 200, media: await desk.render(renderJobOf(job, face)), jobId: job.id };
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

/** A rule, or a directive in the prompt, may be about what comes after a job's submit. */
async function factsOfJob({ account, request }: Input): Promise<CallFacts & { readonly job?: Job }> {
  const jobId = String(request.params['jobId']);
  const job = await account?.jobs.find(jobId);
  return job ? { jobId, model: job.input.requestedModel, prompt: job.input.prompt, job } : { jobId };
}

/**
 * The API declares no key for a job's status (facts: api.md 1.0), so without one the job is looked for everywhere;
 * that this works is inferred.
 */
async function ownerOf(request: Request, face: HttpContext): Promise<Account> {
  const id = String(request.params['jobId']);
  for (const account of face.world.accounts()) if (await account.jobs.has(id)) return account;
  return face.world.anonymous();
}

export function renderJobOf({ id, input }: Pick<Job, 'id' | 'input'>, face: HttpContext): RenderJob {
  const { upload, reference, durationSeconds, ...rest } = input;
  return {
    jobId: id,
    kind: face.world.catalogue.model(input.model)?.output ?? 'video',
    ...rest,
    ...(durationSeconds !== undefined && { durationSeconds }),
    ...(upload && { upload: sourceOf(upload) }),
    ...(reference && { reference: sourceOf(reference) }),
  };
}
