import { answer, edit, header, ifOk, json, refuse, rename, set, status } from '../changes.js';
import { mutant, type MutantChange, type Mutant } from '../mutant.js';
import { at, both, hasField, on, type MutantWhen } from '../when.js';
import type { RelayedReply } from '../../traffic/relay-http.js';
import { reference, keyOf } from './files-when.js';

/** Another id format, in requests and answers. */
const otherIds: MutantChange = async (call) => {
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

export const fileReferenceMutants: readonly Mutant[] = [
  mutant('m-FIL-01-created', 'An upload answers 201.', at(on.upload, edit(ifOk(status(201))))),
  mutant(
    'm-FIL-02-camel-case',
    'filename is named fileName.',
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
    'filename is not that of the part.',
    at(reference, edit(ifOk(set('filename', 'upload.bin')))),
  ),
  mutant(
    'm-FIL-06-no-kind',
    'mime_type is application/octet-stream for a PNG.',
    at(reference, edit(ifOk(set('mime_type', 'application/octet-stream')))),
  ),
  mutant(
    'm-FIL-12-forgets-name',
    'A read answers filename null.',
    at(on.readFile, edit(ifOk(set('filename', null)))),
  ),
  mutant(
    'm-FIL-21-no-zone',
    'created_at has no time zone.',
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
    'm-FIL-23-same-bytes-same-id',
    'Two uploads of the same bytes get one id.',
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
    'A part with the filename blob is refused.',
    at(both(on.upload, partNamed('blob')), answer(400, { detail: 'Invalid file type' })),
    { entails: ['FIL-26'] },
  ),
  mutant(
    'm-FIL-25-called-text',
    'A reference is labelled text/plain.',
    at(on.upload, edit(ifOk(header('content-type', 'text/plain')))),
  ),
  mutant(
    'm-FIL-26-unknown-field-refused',
    'An unknown form field is refused.',
    at(both(on.upload, hasField('colour')), refuse('body.colour')),
  ),
];
