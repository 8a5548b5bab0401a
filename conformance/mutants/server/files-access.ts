import { answer, edit, ifStatus, status, withKeyOf } from '../changes.js';
import { mutant, type Mutant } from '../mutant.js';
import { at, both, hasField, on, withoutKey } from '../when.js';
import { fileCall, forwardRemembering, remembered } from './files-when.js';

export const fileAccessMutants: readonly Mutant[] = [
  mutant(
    'm-FIL-17-missing-part-400',
    'An upload without the part answers 400.',
    at((r) => on.upload(r) && !hasField('file')(r), edit(ifStatus(422, status(400)))),
    { entails: ['ERR-10', 'ERR-21'] },
  ),
  mutant(
    'm-FIL-18-missing-key-401',
    'File calls without a key answer 401.',
    at(both(fileCall, withoutKey), answer(401, { detail: 'Not authenticated' })),
  ),
  mutant(
    'm-FIL-18-read-needs-no-key',
    'Reading a file without a key answers 404.',
    at(both(on.readFile, withoutKey), answer(404, { detail: 'File not found' })),
  ),
  mutant(
    'm-FIL-19-unknown-key-403',
    'File calls with an unknown key answer 403.',
    at(fileCall, edit(ifStatus(401, status(403)))),
  ),
  mutant('m-FIL-20-read-by-anybody', 'Any account can read a file.', async (call) => {
    const owner = remembered(call)?.owner;
    if (
      on.readFile(call.request) &&
      owner !== undefined &&
      !call.request.headers['x-api-key']?.startsWith('ek_')
    ) {
      return call.forward(withKeyOf(call.request, owner));
    }
    return forwardRemembering(call);
  }),
  mutant('m-FIL-20-deleted-by-anybody', 'Any account can delete a file.', async (call) => {
    const owner = remembered(call)?.owner;
    if (on.deleteFile(call.request) && owner !== undefined)
      return call.forward(withKeyOf(call.request, owner));
    return forwardRemembering(call);
  }),
  mutant(
    'm-ERR-10-cut-upload-stored',
    'A truncated multipart body is a server error.',
    at(
      (r) => on.upload(r) && /boundary=/.test(r.headers['content-type'] ?? '') && !r.body.includes('--\r\n'),
      answer(500, { detail: 'Internal Server Error' }),
    ),
  ),
  mutant(
    'm-ERR-21-no-boundary-500',
    'A multipart request without a boundary is a server error.',
    at(
      (r) => on.upload(r) && !/boundary=/.test(r.headers['content-type'] ?? ''),
      answer(500, { detail: 'Internal Server Error' }),
    ),
  ),
];
