import {
  answer,
  bytes,
  edit,
  header,
  ifOk,
  ifStatus,
  json,
  readJson,
  refuse,
  rename,
  replaceInRequest,
  addRequestField,
  set,
  status,
  withKeyOf,
} from '../changes.js';
import { mutant, type MutantCall, type Change, type Mutant } from '../mutant.js';
import { at, both, either, hasField, idOf, on, withoutKey, type MutantWhen } from '../when.js';
import type { RelayedReply } from '../../traffic/relay-http.js';

const reference = either(on.upload, on.readFile);
const fileCall = either(on.upload, on.readFile, on.deleteFile);
const keyOf = (call: MutantCall) => call.request.headers['x-api-key'] ?? '';

/** Remembers every reference by id, with its owner. */
async function remembering(call: MutantCall): Promise<RelayedReply> {
  const reply = await call.forward();
  const id = readJson(reply)?.['id'];
  if (on.upload(call.request) && typeof id === 'string') call.memory.set(id, { owner: keyOf(call), reply });
  if (on.deleteFile(call.request) && reply.status === 204) call.memory.delete(idOf(call.request));
  return reply;
}
const remembered = (call: MutantCall) =>
  call.memory.get(idOf(call.request)) as { owner: string; reply: RelayedReply } | undefined;

/** Ids of another form, both ways. */
const otherIds: Change = async (call) => {
  const reply = await call.forward({
    ...call.request,
    path: call.request.path.replace('/upload_', '/file_'),
  });
  if (reference(call.request))
    json((body) => ({ ...body, id: String(body['id']).replace('file_', 'upload_') }))(reply, call);
  return reply;
};

const partNamed =
  (filename: string): MutantWhen =>
  ({ body }) =>
    body.includes(`filename="${filename}"`);

export const fileMutants: Mutant[] = [
  mutant('m-FIL-01-created', 'An upload answers 201.', at(on.upload, edit(ifOk(status(201))))),
  mutant(
    'm-FIL-02-camel-case',
    'filename is called fileName.',
    at(reference, edit(ifOk(rename('filename', 'fileName')))),
    { entails: ['FIL-05'] },
  ),
  mutant('m-FIL-03-other-prefix', 'A file id starts with upload_.', otherIds),
  mutant(
    'm-FIL-04-size-off',
    'size_bytes counts one byte too many.',
    at(reference, edit(ifOk(json((body) => ({ ...body, size_bytes: Number(body['size_bytes']) + 1 }))))),
  ),
  mutant(
    'm-FIL-05-own-name',
    'filename is made up.',
    at(reference, edit(ifOk(set('filename', 'upload.bin')))),
  ),
  mutant(
    'm-FIL-06-no-kind',
    'mime_type is application/octet-stream for a PNG.',
    at(reference, edit(ifOk(set('mime_type', 'application/octet-stream')))),
  ),
  mutant(
    'm-FIL-07-one-hour',
    'A file lives an hour by default.',
    at((r) => on.upload(r) && !hasField('ttl_seconds')(r), addRequestField('ttl_seconds', '3600')),
  ),
  mutant(
    'm-FIL-08-capped',
    'A lifetime of thirty days is cut to one.',
    at(both(on.upload, hasField('ttl_seconds', '2592000')), replaceInRequest('2592000', '86400')),
  ),
  mutant(
    'm-FIL-08-minute-refused',
    'A lifetime of thirty days is refused.',
    at(both(on.upload, hasField('ttl_seconds', '2592000')), refuse('body.ttl_seconds')),
  ),
  mutant(
    'm-FIL-09-persistent-ends',
    'A persistent file has an end.',
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
    'm-FIL-12-forgets-name',
    'Reading a file forgets its name.',
    at(on.readFile, edit(ifOk(set('filename', null)))),
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
    'An id that never was answers 410.',
    at((r) => on.readFile(r) && idOf(r) === 'file_0000000000000000', edit(ifStatus(404, status(410)))),
  ),
  mutant('m-FIL-16-usable-after-expiry', 'A file past its end can be read.', async (call) => {
    const reply = await remembering(call);
    const known = remembered(call);
    return on.readFile(call.request) && reply.status === 404 && known?.owner === keyOf(call)
      ? known.reply
      : reply;
  }),
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
    return remembering(call);
  }),
  mutant('m-FIL-20-deleted-by-anybody', 'Any account can delete a file.', async (call) => {
    const owner = remembered(call)?.owner;
    if (on.deleteFile(call.request) && owner !== undefined)
      return call.forward(withKeyOf(call.request, owner));
    return remembering(call);
  }),
  mutant(
    'm-FIL-21-no-zone',
    'created_at has no zone.',
    at(
      reference,
      edit(
        ifOk(
          json((body) => ({
            ...body,
            created_at: String(body['created_at']).replace(/Z$|[+-]\d\d:\d\d$/, ''),
          })),
        ),
      ),
    ),
    { entails: ['FIL-07', 'FIL-08'] },
  ),
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
  mutant(
    'm-FIL-23-same-bytes-same-id',
    'Two uploads of the same bytes give one id.',
    at(on.upload, async (call) => {
      const first = call.memory.get(keyOf(call)) as RelayedReply | undefined;
      if (first) return { ...first, headers: { ...first.headers } };
      const reply = await call.forward();
      if (reply.status === 200) call.memory.set(keyOf(call), reply);
      return reply;
    }),
  ),
  mutant(
    'm-FIL-24-blob-refused',
    'A part called blob is refused.',
    at(both(on.upload, partNamed('blob')), answer(400, { detail: 'Invalid file type' })),
    { entails: ['FIL-26'] },
  ),
  mutant(
    'm-FIL-25-called-text',
    'A reference is called text/plain.',
    at(on.upload, edit(ifOk(header('content-type', 'text/plain')))),
  ),
  mutant(
    'm-FIL-26-unknown-field-refused',
    'An unknown form field is refused.',
    at(both(on.upload, hasField('colour')), refuse('body.colour')),
  ),
  mutant(
    'm-ERR-10-cut-upload-stored',
    'A multipart body that ends too soon is a server error.',
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
