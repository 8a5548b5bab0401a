import {
  answer,
  drop,
  edit,
  header,
  ifOk,
  ifStatus,
  editRequest,
  json,
  noHeader,
  refuse,
  rename,
  set,
  setBody,
  status,
} from '../changes.js';
import { mutant, type Mutant } from '../mutant.js';
import { at, bodyField, both, hasField, on, withKey, withoutKey, type MutantWhen } from '../when.js';

const resolves =
  (model: string): MutantWhen =>
  (request) =>
    on.resolve(request) && bodyField(request, 'model') === model;
const unknown = 'lucy-never-existed-9';
const methodNotAllowed = { detail: 'Method Not Allowed' };

export const modelMutants: Mutant[] = [
  mutant('m-MOD-01-created', 'resolve answers 201.', at(both(on.resolve, withKey), edit(ifOk(status(201)))), {
    entails: ['MOD-02'],
  }),
  mutant(
    'm-MOD-01-camel-case',
    'model_id is named modelId.',
    at(on.resolve, edit(ifOk(rename('model_id', 'modelId')))),
    { entails: ['MOD-05', 'MOD-06', 'MOD-17', 'MOD-18', 'MOD-61'] },
  ),
  mutant(
    'm-MOD-02-a-list',
    'model_ids is a list.',
    at(
      on.resolve,
      edit(
        ifOk(
          json((body) =>
            body['model_ids'] ? { ...body, model_ids: Object.values(body['model_ids']) } : body,
          ),
        ),
      ),
    ),
  ),
  mutant('m-MOD-03-unknown-400', 'An unknown name answers 400.', at(resolves(unknown), edit(status(400)))),
  mutant(
    'm-MOD-04-other-words',
    'An unknown name is "Not Found".',
    at(resolves(unknown), edit(json(() => ({ detail: 'Not Found' })))),
  ),
  mutant(
    'm-MOD-05-moved-on',
    'lucy-2.1 resolves to lucy-2.5.',
    at(resolves('lucy-2.1'), edit(set('model_id', 'lucy-2.5'))),
  ),
  mutant(
    'm-MOD-06-latest-is-itself',
    'lucy-clip-latest resolves to itself.',
    at(resolves('lucy-clip-latest'), edit(set('model_id', 'lucy-clip-latest'))),
  ),
  mutant(
    'm-MOD-07-needs-key',
    'resolve needs a key.',
    at(both(on.resolve, withoutKey), refuse('header.x-api-key')),
  ),
  mutant(
    'm-MOD-08-retired-404',
    'A retired model answers 404.',
    at(on.submitOf('lucy-2.1-vton'), edit(ifStatus(410, status(404)))),
    { entails: ['MOD-14'] },
  ),
  mutant(
    'm-MOD-08-retired-served',
    'A retired model is served.',
    at(
      on.submitOf('lucy-2.1-vton'),
      editRequest((request) => ({ ...request, path: '/v1/jobs/lucy-2.5' })),
    ),
    { entails: ['MOD-09'] },
  ),
  mutant(
    'm-MOD-09-model-not-named',
    'The 410 does not name the model.',
    at(on.submit, edit(ifStatus(410, drop('model')))),
  ),
  mutant(
    'm-MOD-09-other-words',
    'The 410 has another detail.',
    at(on.submit, edit(ifStatus(410, set('detail', 'Gone')))),
  ),
  mutant(
    'm-MOD-21-motion-served',
    'lucy-motion is served on.',
    at(
      on.submitOf('lucy-motion'),
      editRequest((request) => ({ ...request, path: '/v1/jobs/lucy-2.5' })),
    ),
  ),
  mutant(
    'm-MOD-10-unknown-404',
    'A submit to an unknown model answers 404.',
    at(on.submitOf(unknown), edit(ifStatus(405, status(404)))),
  ),
  mutant(
    'm-MOD-11-no-detail',
    'The 405 has no detail.',
    at(
      on.submitOf(unknown),
      edit((reply) => setBody(reply, '{}')),
    ),
  ),
  mutant('m-MOD-12-no-allow', 'The 405 has no Allow.', at(on.submitOf(unknown), edit(noHeader('allow')))),
  mutant(
    'm-MOD-13-current-retired',
    'lucy-restyle-2 answers 410.',
    at(
      (r) => on.submitOf('lucy-restyle-2')(r) && !hasField('data')(r),
      answer(410, { detail: 'This model has been retired.', model: 'lucy-restyle-2' }),
    ),
  ),
  mutant(
    'm-MOD-14-alias-without-route',
    'lucy_2_rt has no route.',
    at(on.submitOf('lucy_2_rt'), async (call) => {
      const reply = await answer(405, methodNotAllowed)(call);
      header('allow', 'GET')(reply, call);
      return reply;
    }),
  ),
  mutant(
    'm-MOD-16-wrong-type-400',
    'A field of another type answers 400.',
    at(
      (r) => on.resolve(r) && typeof bodyField(r, 'model') === 'number',
      answer(400, { detail: 'Bad Request' }),
    ),
  ),
  mutant(
    'm-MOD-17-alias-of-another',
    'lucy-pro-v2v resolves to lucy-2.5.',
    at(resolves('lucy-pro-v2v'), edit(set('model_id', 'lucy-2.5'))),
  ),
  mutant(
    'm-MOD-18-latest-is-old',
    'lucy-latest resolves to lucy-2.1.',
    at(resolves('lucy-latest'), edit(set('model_id', 'lucy-2.1'))),
  ),
  mutant(
    'm-MOD-61-latest-of-summer',
    'lucy-vton-latest resolves to lucy-vton-3.5.',
    at(resolves('lucy-vton-latest'), edit(set('model_id', 'lucy-vton-3.5'))),
  ),
  mutant(
    'm-MOD-19-unknown-left-out',
    'One unknown name among several is left out.',
    at(
      (r) => on.resolve(r) && JSON.stringify(bodyField(r, 'models') ?? '').includes(unknown),
      answer(200, { model_ids: { 'lucy-2.5': 'lucy-2.5' } }),
    ),
  ),
  mutant(
    'm-MOD-20-latest-not-run',
    'A submit under lucy-latest is refused.',
    at(both(on.submitOf('lucy-latest'), hasField('data')), refuse('path.model')),
  ),
];
