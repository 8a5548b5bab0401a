import type { Router } from 'express';
import { ApiError } from '../../contract/errors.js';
import { whyNotResolved } from '../../world/catalogue/index.js';
import { ok } from '../pipeline/answer.js';
import { operation, type HttpContext } from '../pipeline/operation.js';

/** `POST /v1/models/resolve`: the model that a name means at the catalogue date. Needs no key (facts: api.md 1.0, 1.8). */
export function modelRoutes(router: Router, context: HttpContext): void {
  router.post(
    '/v1/models/resolve',
    operation(context, {
      name: 'models.resolve',
      body: 'json',
      accountWithoutKey: () => context.world.anonymous(),
      parse: async ({ json }) => {
        const [{ modelResolveRequest }, { validateBody }] = await bodies();
        return validateBody(modelResolveRequest, json);
      },
      handle: ({ account, value: { model, models } }) => {
        const canonical = (name: string): string => {
          const found = context.world.catalogue.canonicalName(name, account.catalogueDate());
          if (found !== undefined) return found;
          const note = whyNotResolved(context.world.catalogue, name, account.catalogueDate());
          throw new ApiError('unknown_model', {}, [], note);
        };
        return ok({
          ...(model != null && { model_id: canonical(model) }),
          ...(models != null && {
            model_ids: Object.fromEntries(models.map((name) => [name, canonical(name)])),
          }),
        });
      },
    }),
  );
}

/** Loaded with the first request that needs a schema. */
const bodies = () =>
  Promise.all([
    import('../../contract/validation/body-schemas.js'),
    import('../../contract/validation/json-body.js'),
  ]);
