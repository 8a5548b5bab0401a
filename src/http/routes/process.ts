import type { Router } from 'express';
import { ApiError } from '../../contract/errors.js';
import { costOf, inputOf } from '../../world/jobs/submit.js';
import { effect } from '../../world/rules/effects/effect.js';
import { checkModelPermission } from '../../world/accounts/model-permission.js';
import type { LazyRenderer } from '../lazy-renderer.js';
import { operation, type HttpContext } from '../pipeline/operation.js';
import { renderJobOf } from './jobs.js';
import { factsOf, parseJobRequest, servedModel, submissionOf } from './job-request.js';

/** The process API: a synchronous image edit (facts: api.md 1.1). */
export function processRoutes(router: Router, context: HttpContext, renderer: LazyRenderer): void {
  router.post(
    '/v1/generate/:model',
    operation(context, {
      name: 'process',
      body: 'form',
      facts: factsOf,
      parse: (input) => parseJobRequest(servedModel(context, input, 'process', 'not_found'), input),
      handle: async ({ account, token, value, effects }) => {
        checkModelPermission({ account, token }, value.served, context.world.catalogue);
        const submission = await submissionOf(renderer, value);
        const moderation = effect(effects, 'ack')?.fail;
        if (moderation !== undefined || effect(effects, 'plan')?.outcome === 'failed')
          throw new ApiError('moderation');
        const id = account.random.uuid();
        if (!account.organisation.credits.draw(costOf(submission), account.clock.now(), id))
          throw new ApiError('insufficient_credits');
        if (submission.warning !== undefined) account.warn('process', [submission.warning]);
        const media = await renderer.render(
          renderJobOf({ id, input: inputOf(account, submission) }, context),
        );
        return { status: 200, media, model: value.served.requested };
      },
    }),
  );
}
