import { edit, ifOk, json, editRequestJson, set } from '../changes.js';
import { mutant, type Mutant } from '../mutant.js';
import { at, bodyField, both, on, type MutantWhen } from '../when.js';
import { hasOption, list } from './tokens-when.js';

const duration = (request: Parameters<MutantWhen>[0]) =>
  (bodyField(request, 'constraints') as { realtime?: { maxSessionDuration?: number } } | undefined)?.realtime
    ?.maxSessionDuration;

export const tokenScopeMutants: readonly Mutant[] = [
  mutant(
    'm-TOK-09-models-resolved',
    'permissions.models has canonical names in place of those sent.',
    at(
      both(on.mint, hasOption('allowedModels')),
      edit(ifOk(json((body) => ({ ...body, permissions: { models: ['lucy-2.5', 'lucy-2.5'] } })))),
    ),
  ),
  mutant(
    'm-TOK-10-any-number-of-models',
    'Twenty-one models are accepted.',
    at(
      (r) => on.mint(r) && list(r, 'allowedModels').length > 20,
      editRequestJson((body) => ({
        ...body,
        allowedModels: (body['allowedModels'] as string[]).slice(0, 20),
      })),
    ),
  ),
  mutant(
    'm-TOK-11-origins-normalised',
    'permissions.origins ends in a slash.',
    at(
      both(on.mint, hasOption('allowedOrigins')),
      edit(
        ifOk(
          json((body, { request }) => ({
            ...body,
            permissions: { origins: list(request, 'allowedOrigins').map((origin) => `${origin}/`) },
          })),
        ),
      ),
    ),
  ),
  mutant(
    'm-TOK-12-any-number-of-origins',
    'Twenty-one origins are accepted.',
    at(
      (r) => on.mint(r) && list(r, 'allowedOrigins').length > 20,
      editRequestJson((body) => ({
        ...body,
        allowedOrigins: (body['allowedOrigins'] as string[]).slice(0, 20),
      })),
    ),
  ),
  mutant(
    'm-TOK-13-any-length-of-origin',
    'An origin of 262 characters is accepted.',
    at(
      (r) => on.mint(r) && list(r, 'allowedOrigins').some((origin) => origin.length > 253),
      editRequestJson((body) => ({ ...body, allowedOrigins: ['https://app.example.com'] })),
    ),
  ),
  mutant(
    'm-TOK-14-any-spelling-of-origin',
    'Origins that are not canonical are accepted.',
    at(
      (r) =>
        on.mint(r) && list(r, 'allowedOrigins').some((origin) => /app\.example\.com(\/|:443)$/i.test(origin)),
      editRequestJson((body) => ({ ...body, allowedOrigins: ['https://app.example.com'] })),
    ),
  ),
  mutant(
    'm-TOK-15-any-scheme',
    'capacitor://localhost is accepted as an origin.',
    at(
      (r) => on.mint(r) && list(r, 'allowedOrigins').includes('capacitor://localhost'),
      editRequestJson((body) => ({ ...body, allowedOrigins: ['https://app.example.com'] })),
    ),
  ),
  mutant(
    'm-TOK-16-constraints-not-repeated',
    'constraints are not repeated.',
    at((r) => on.mint(r) && duration(r) === 10, edit(ifOk(set('constraints', null)))),
  ),
  mutant(
    'm-TOK-17-any-duration',
    'A session duration of 9 s is accepted.',
    at(
      (r) => on.mint(r) && duration(r) === 9,
      editRequestJson((body) => ({ ...body, constraints: { realtime: { maxSessionDuration: 10 } } })),
    ),
  ),
];
