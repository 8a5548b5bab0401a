import { answer, edit, dropDetail, header, ifOk, ifStatus, json, refuse, status } from '../changes.js';
import { mutant, type Mutant } from '../mutant.js';
import { at, both, hasField, on, type MutantWhen } from '../when.js';
import { form, withData } from './queue-when.js';

const typed =
  (type: string): MutantWhen =>
  ({ body }) =>
    body.includes(`Content-Type: ${type}`);

const fileFirst: MutantWhen = ({ body }) => {
  const [file, prompt] = [body.indexOf('name="data"'), body.indexOf('name="prompt"')];
  return file >= 0 && prompt >= 0 && file < prompt;
};

export const queueFormMutants: readonly Mutant[] = [
  mutant(
    'm-QUE-22-data-not-named',
    'lucy-clip does not name the missing data.',
    at(on.submitOf('lucy-clip'), edit(dropDetail('body.data'))),
    { entails: ['ERR-22', 'MOD-13', 'MOD-14'] },
  ),
  mutant(
    'm-QUE-23-prompt-not-demanded',
    'lucy-clip does not name the missing prompt.',
    at(on.submitOf('lucy-clip'), edit(dropDetail('body.prompt'))),
    { entails: ['ERR-22'] },
  ),
  mutant(
    'm-QUE-24-prompt-demanded',
    'lucy-2.5 requires a prompt.',
    at(
      (r) => on.submitOf('lucy-2.5')(r) && !r.body.includes('prompt'),
      edit(
        ifStatus(
          422,
          json((body) => ({
            detail: [
              ...(body['detail'] as unknown[]),
              { type: 'missing', loc: ['body', 'prompt'], msg: 'Field required', input: null },
            ],
          })),
        ),
      ),
    ),
  ),
  mutant(
    'm-QUE-25-empty-prompt-refused',
    'An empty prompt is refused.',
    at(both(withData, hasField('prompt', '')), refuse('body.prompt')),
  ),
  mutant(
    'm-QUE-26-prompt-demanded-of-restyle',
    'lucy-restyle-2 refuses a picture without a prompt.',
    at(
      (r) => withData(r) && on.submitOf('lucy-restyle-2')(r) && !hasField('prompt')(r),
      refuse('body.prompt'),
    ),
  ),
  mutant(
    'm-QUE-28-zero-refused',
    'The seed 0 is refused.',
    at(both(withData, hasField('seed', '0')), refuse('body.seed')),
  ),
  mutant(
    'm-QUE-28-largest-refused',
    'The seed 4294967295 is refused.',
    at(both(withData, hasField('seed', '4294967295')), refuse('body.seed')),
  ),
  mutant('m-QUE-29-any-seed', 'No seed is refused.', at(on.submit, edit(dropDetail('body.seed')))),
  mutant(
    'm-QUE-30-any-resolution',
    'No resolution is refused.',
    at(on.submit, edit(dropDetail('body.resolution'))),
  ),
  mutant(
    'm-QUE-31-python-booleans-refused',
    'The boolean True is refused.',
    at(both(withData, hasField('enhance_prompt', 'True')), refuse('body.enhance_prompt')),
  ),
  mutant(
    'm-QUE-32-any-boolean',
    'No enhance_prompt is refused.',
    at(on.submit, edit(dropDetail('body.enhance_prompt'))),
  ),
  mutant(
    'm-QUE-33-self-anchor-refused',
    'self_anchor is refused.',
    at(both(withData, hasField('self_anchor')), refuse('body.self_anchor')),
  ),
  mutant(
    'm-QUE-34-reference-refused',
    'A reference_image beside a prompt is refused.',
    at(both(withData, hasField('reference_image'), hasField('prompt')), refuse('body.reference_image')),
  ),
  mutant(
    'm-QUE-35-order-matters',
    'A form with the file before the prompt is refused.',
    at(both(form, fileFirst), refuse('body.prompt')),
  ),
  mutant(
    'm-QUE-36-untyped-refused',
    'A part labelled application/octet-stream is refused.',
    at(both(withData, typed('application/octet-stream')), answer(400, { detail: 'Invalid file type' })),
  ),
  mutant(
    'm-QUE-37-urlencoded-415',
    'An urlencoded submit answers 415.',
    at(
      (r) => on.submit(r) && /urlencoded/.test(r.headers['content-type'] ?? ''),
      answer(415, { detail: 'Unsupported Media Type' }),
    ),
  ),
  mutant(
    'm-QUE-47-unknown-field-refused',
    'An unknown form field is refused.',
    at(both(withData, hasField('colour')), refuse('body.colour')),
  ),
  mutant(
    'm-QUE-48-not-media-422',
    'Bytes that are not media answer 422.',
    at(on.submit, edit(ifStatus(400, status(422)))),
  ),
  mutant(
    'm-QUE-49-called-bytes',
    'The content of a video job is labelled application/octet-stream.',
    at(on.content, edit(ifOk(header('content-type', 'application/octet-stream')))),
  ),
  mutant(
    'm-ERR-19-many-fields-500',
    'A form of 3000 fields is a server error.',
    at(
      (r) => on.submit(r) && r.body.includes('name="field2999"'),
      answer(500, { detail: 'Internal Server Error' }),
    ),
  ),
];
