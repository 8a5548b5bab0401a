import type { Router } from 'express';
import type { components } from '../../contract/api.gen.js';
import { ApiError, type ValidationItem } from '../../contract/errors.js';
import { canonicalOrigin, isCanonicalOrigin } from '../../contract/origin.js';
import { serviceReasons, valueError } from '../../contract/validation/pydantic.js';
import { answersSignedToken, mintRequestAt } from '../../world/tokens/tokens-by-date.js';
import type { ClientToken, TokenOptions } from '../../world/tokens/tokens.js';
import { ok } from '../pipeline/answer.js';
import { operation, type HttpContext, type ParsedInput } from '../pipeline/operation.js';

/** Client tokens: short-lived keys for browsers (facts: api.md 2). */
export function tokenRoutes(router: Router, context: HttpContext): void {
  router.post(
    '/v1/client/tokens',
    operation(context, {
      name: 'tokens.create',
      envelope: 'error',
      body: 'json',
      parse: ({ json, account }) =>
        parseRequest(mintRequestAt(json, account?.catalogueDate() ?? context.world.today())),
      handle: async ({ account, token, value }) => {
        if (token) throw new ApiError('token_cannot_mint');
        const { expiresIn, allowedModels, allowedOrigins, constraints, metadata } = value;
        const maxSessionDuration = constraints?.realtime?.maxSessionDuration;
        const options: TokenOptions = {
          ...(expiresIn != null && { expiresIn }),
          ...(allowedModels != null && { allowedModels }),
          ...(allowedOrigins != null && { allowedOrigins }),
          ...(maxSessionDuration != null && { maxSessionDuration }),
          ...(metadata != null && { metadata }),
        };
        const { tokens } = account;
        const isSigned = answersSignedToken(account.catalogueDate());
        return ok(view(isSigned ? await tokens.mint(options) : await tokens.mintUnsigned(options)));
      },
    }),
  );
}

type MintRequest = components['schemas']['ClientTokenRequest'];

/** No body, and `null`, mean a token without limits (facts: api.md 2). */
async function parseRequest(json: unknown): Promise<ParsedInput<MintRequest>> {
  if (json === undefined || json === null) return { ok: true, value: {} };
  const [{ clientTokenRequest }, { validateBody }] = await Promise.all([
    import('../../contract/validation/body-schemas.js'),
    import('../../contract/validation/json-body.js'),
  ]);
  const parsed = validateBody(clientTokenRequest, json);
  if (!parsed.ok) return parsed;
  const items = (parsed.value.allowedOrigins ?? []).flatMap((origin, index) => originItems(origin, index));
  return items.length > 0 ? { ok: false, items } : parsed;
}

/** That an origin which can never match is refused is inferred. */
function originItems(origin: string, index: number): ValidationItem[] {
  if (isCanonicalOrigin(origin)) return [];
  const reason = serviceReasons.origin(canonicalOrigin(origin));
  return [valueError(['body', 'allowedOrigins', index], reason, origin)];
}

/** `permissions` and `constraints` are present only if they were requested (facts: api.md 2). */
function view({ apiKey, jwt, expiresAt, options }: ClientToken): Record<string, unknown> {
  const { allowedModels, allowedOrigins, maxSessionDuration } = options;
  const permissions = {
    ...(allowedModels && { models: allowedModels }),
    ...(allowedOrigins && { origins: allowedOrigins }),
  };
  return {
    apiKey,
    ...(jwt !== undefined && { token: jwt }),
    expiresAt: new Date(expiresAt).toISOString(),
    ...(Object.keys(permissions).length > 0 && { permissions }),
    ...(maxSessionDuration !== undefined && { constraints: { realtime: { maxSessionDuration } } }),
  };
}
