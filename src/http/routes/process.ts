import type { Router } from 'express';
import { ApiError } from '../../contract/errors.js';
import { costOf, inputOf } from '../../world/jobs/submit.js';
import { effect } from '../../world/rules/effects/effect.js';
import type { LazyRenderer } from '../lazy-renderer.js';
import { operation, type HttpContext } from '../pipeline/operation.js';
import { renderJobOf } from './jobs.js';
import { checkScope, factsOf, jobRequestOf, parseJobRequest, servedModel } from './job-request.js';

/** The process API: an image at once (facts: api.md 1.1). */
export function processRoutes(router: Router, face: HttpContext, desk: LazyRenderer): void {
  router.post(
    '/v1/generate/:model',
    operation(face, {
      name: 'process',
      body: 'form',
      facts: factsOf,
      parse: (input) => parseJobRequest(servedModel(face, input, 'process', 'not_found'), input),
      handle: async ({ account, token, value, effects }) => {
        checkScope(token, value.served);
        const order = await jobRequestOf(desk, value);
        const moderation = effect(effects, 'ack')?.fail;
        if (moderation !== undefined || effect(effects, 'plan')?.outcome === 'failed')
          throw new ApiError('moderation');
        const id = account.random.uuid();
        if (!account.organisation.credits.draw(costOf(order), account.clock.now(), id))
          throw new ApiError('insufficient_credits');
        const media = await desk.render(renderJobOf({ id, input: inputOf(account, order) }, face));
        return { status: 200, media, model: value.served.requested };
      },
    }),
  );
}
