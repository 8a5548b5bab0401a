import { answer, bytes, edit, dropDetail, header, ifOk, ifStatus, refuse, status } from '../changes.js';
import { mutant, type Mutant } from '../mutant.js';
import { at, both, hasField, on, withoutKey, type MutantWhen } from '../when.js';

const withData = both(on.process, hasField('data'));
const image = on.processOf('lucy-image-2');
const fileFirst: MutantWhen = ({ body }) => {
  const [file, prompt] = [body.indexOf('name="data"'), body.indexOf('name="prompt"')];
  return file >= 0 && prompt >= 0 && file < prompt;
};
const jpeg = Buffer.from('ffd8ffe000104a46494600010100', 'hex');

export const processMutants: Mutant[] = [
  mutant(
    'm-PRO-01-called-jpeg',
    'The picture is labelled image/jpeg.',
    at(on.process, edit(ifOk(header('content-type', 'image/jpeg')))),
  ),
  mutant('m-PRO-01-created', 'The picture is answered with 201.', at(on.process, edit(ifOk(status(201))))),
  mutant('m-PRO-02-jpeg-inside', 'The body is a JPEG.', at(on.process, edit(ifOk(bytes(() => jpeg)))), {
    entails: ['MED-09'],
  }),
  mutant(
    'm-PRO-03-480p-refused',
    '480p is refused.',
    at(both(withData, hasField('resolution', '480p')), refuse('body.resolution')),
  ),
  mutant(
    'm-PRO-04-any-resolution',
    'No resolution is refused.',
    at(on.process, edit(dropDetail('body.resolution'))),
  ),
  mutant(
    'm-PRO-05-prompt-not-named',
    'A missing prompt is not named.',
    at(image, edit(dropDetail('body.prompt'))),
    { entails: ['ERR-22'] },
  ),
  mutant('m-PRO-06-data-not-named', 'Missing data is not named.', at(image, edit(dropDetail('body.data'))), {
    entails: ['ERR-22', 'PRO-12', 'MOD-14'],
  }),
  mutant(
    'm-PRO-07-not-an-image-422',
    'Bytes that are not a picture answer 422.',
    at(on.process, edit(ifStatus(400, status(422)))),
  ),
  mutant(
    'm-PRO-07-not-an-image-accepted',
    'Bytes that are not a picture are accepted.',
    at(
      on.process,
      edit((reply, call) => {
        if (reply.body.includes('Invalid file type'))
          ifStatus(400, status(200), header('content-type', 'image/png'))(reply, call);
      }),
    ),
  ),
  mutant(
    'm-PRO-08-largest-seed-refused',
    'The seed 4294967295 is refused.',
    at(both(withData, hasField('seed', '4294967295')), refuse('body.seed')),
  ),
  mutant('m-PRO-09-any-seed', 'No seed is refused.', at(on.process, edit(dropDetail('body.seed')))),
  mutant(
    'm-PRO-10-reference-refused',
    'A reference_image is refused.',
    at(both(withData, hasField('reference_image')), refuse('body.reference_image')),
  ),
  mutant(
    'm-PRO-11-python-booleans-refused',
    'The boolean False is refused.',
    at(both(withData, hasField('enhance_prompt', 'False')), refuse('body.enhance_prompt')),
  ),
  mutant(
    'm-PRO-12-no-underscores',
    'lucy_pro_i2i has no route.',
    at(on.processOf('lucy_pro_i2i'), answer(404, { detail: 'Not Found' })),
    { entails: ['MOD-14'] },
  ),
  mutant(
    'm-PRO-13-unknown-field-refused',
    'An unknown form field is refused.',
    at(both(withData, hasField('colour')), refuse('body.colour')),
  ),
  mutant(
    'm-PRO-14-missing-key-401',
    'A request without the key header answers 401.',
    at(both(on.process, withoutKey), answer(401, { detail: 'Not authenticated' })),
  ),
  mutant(
    'm-PRO-15-unknown-key-403',
    'A request with an unknown key answers 403.',
    at(on.process, edit(ifStatus(401, status(403)))),
  ),
  mutant(
    'm-PRO-16-unknown-model-422',
    'A model without a route answers 422.',
    at(on.processOf('lucy-never-existed-9'), refuse('path.model')),
  ),
  mutant(
    'm-PRO-18-videos-again',
    'lucy-2.5 is served under /v1/generate.',
    at(on.processOf('lucy-2.5'), refuse('body.data')),
  ),
  mutant(
    'm-PRO-19-order-matters',
    'A form with the file before the prompt is refused.',
    at(both(withData, fileFirst, hasField('seed')), refuse('body.prompt')),
  ),
  mutant(
    'm-PRO-20-untyped-refused',
    'A part labelled application/octet-stream is refused.',
    at(
      (r) => withData(r) && r.body.includes('Content-Type: application/octet-stream'),
      answer(400, { detail: 'Invalid file type' }),
    ),
  ),
  mutant(
    'm-MED-09-png-cut',
    'The PNG lacks its end.',
    at(on.process, edit(ifOk(bytes((body) => body.subarray(0, -12))))),
  ),
];
