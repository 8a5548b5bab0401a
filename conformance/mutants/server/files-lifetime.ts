import {
  answer,
  bytes,
  edit,
  ifStatus,
  refuse,
  replaceInRequest,
  addRequestField,
  set,
  status,
} from '../changes.js';
import { mutant, type Mutant } from '../mutant.js';
import { at, both, hasField, idOf, on } from '../when.js';
import { keyOf, forwardRemembering, remembered } from './files-when.js';

export const fileLifetimeMutants: readonly Mutant[] = [
  mutant(
    'm-FIL-07-one-hour',
    'The default lifetime of a file is an hour.',
    at((r) => on.upload(r) && !hasField('ttl_seconds')(r), addRequestField('ttl_seconds', '3600')),
  ),
  mutant(
    'm-FIL-08-capped',
    'A lifetime of thirty days is shortened to one.',
    at(both(on.upload, hasField('ttl_seconds', '2592000')), replaceInRequest('2592000', '86400')),
  ),
  mutant(
    'm-FIL-08-minute-refused',
    'A lifetime of thirty days is refused.',
    at(both(on.upload, hasField('ttl_seconds', '2592000')), refuse('body.ttl_seconds')),
  ),
  mutant(
    'm-FIL-09-persistent-ends',
    'A persistent file has an expires_at.',
    at(
      both(on.upload, hasField('ttl_seconds', 'persistent')),
      edit(set('expires_at', '2099-01-01T00:00:00Z')),
    ),
  ),
  mutant(
    'm-FIL-10-no-lower-bound',
    'A lifetime of 59 s is accepted.',
    at(both(on.upload, hasField('ttl_seconds', '59')), replaceInRequest('\r\n\r\n59\r\n', '\r\n\r\n60\r\n')),
    { entails: ['FIL-11'] },
  ),
  mutant(
    'm-FIL-10-words-ignored',
    'A lifetime that is a word is ignored.',
    at(
      both(on.upload, hasField('ttl_seconds', 'forever')),
      replaceInRequest('name="ttl_seconds"', 'name="ttl_unknown"'),
    ),
    { entails: ['FIL-11'] },
  ),
  mutant(
    'm-FIL-11-unnamed',
    'A lifetime out of bounds answers 400.',
    at(on.upload, edit(ifStatus(422, status(400)))),
    { entails: ['FIL-17', 'FIL-18'] },
  ),
  mutant(
    'm-FIL-13-delete-with-body',
    'DELETE answers 200 and a body.',
    at(on.deleteFile, async (call) => {
      const reply = await call.forward();
      return reply.status === 204 ? answer(200, { deleted: true })(call) : reply;
    }),
  ),
  mutant(
    'm-FIL-14-usable-after-delete',
    'DELETE answers 204 and deletes nothing.',
    at(on.deleteFile, async (call) => {
      const found = await call.forward({ ...call.request, method: 'GET' });
      return found.status === 200 ? { status: 204, headers: {}, body: Buffer.alloc(0) } : found;
    }),
    { entails: ['FIL-15', 'FIL-22'] },
  ),
  mutant(
    'm-FIL-15-gone',
    'An unknown file id answers 410.',
    at((r) => on.readFile(r) && idOf(r) === 'file_0000000000000000', edit(ifStatus(404, status(410)))),
  ),
  mutant('m-FIL-16-usable-after-expiry', 'An expired file can be read.', async (call) => {
    const reply = await forwardRemembering(call);
    const known = remembered(call);
    return on.readFile(call.request) && reply.status === 404 && known?.owner === keyOf(call)
      ? known.reply
      : reply;
  }),
  mutant(
    'm-FIL-22-delete-twice',
    'A second delete answers 204.',
    at(
      on.deleteFile,
      edit(
        ifStatus(
          404,
          status(204),
          bytes(() => Buffer.alloc(0)),
        ),
      ),
    ),
  ),
];
