import { clip, longClip } from '../../suites/fixtures/media.js';
import { answer, bytes, edit, ifOk, editRequest } from '../changes.js';
import { mutant, type Mutant } from '../mutant.js';
import { at, both, on, type MutantWhen } from '../when.js';

const portrait: MutantWhen = ({ body }) => body.includes(Buffer.from(clip('portrait')));

export const mediaMutants: Mutant[] = [
  mutant(
    'm-MED-01-no-mp4',
    'The content of a video job does not start with an ftyp box.',
    at(
      (r) => on.content(r) && r.headers['range'] === undefined,
      edit(ifOk(bytes((body) => Buffer.concat([Buffer.from('RIFF\0\0\0\0WEBP'), body.subarray(12)])))),
    ),
    { entails: ['MED-02', 'MED-03', 'MED-04', 'MED-07'] },
  ),
  mutant(
    'm-MED-01-last-bytes-missing',
    'The content of a video job lacks its last hundred bytes.',
    at(
      (r) => on.content(r) && r.headers['range'] === undefined,
      edit(ifOk(bytes((body) => body.subarray(0, -100)))),
    ),
  ),
  mutant(
    'm-MED-02-truncated',
    'The content of a video job is cut in half.',
    at(
      (r) => on.content(r) && r.headers['range'] === undefined,
      edit(ifOk(bytes((body) => body.subarray(0, body.length / 2)))),
    ),
    { entails: ['MED-01', 'MED-03', 'MED-04', 'MED-07'] },
  ),
  mutant(
    'm-MED-06-range-ignored',
    'A Range is ignored.',
    at(
      on.content,
      editRequest((request) => {
        const headers = { ...request.headers };
        delete headers['range'];
        return { ...request, headers };
      }),
    ),
  ),
  mutant(
    'm-MED-06-wrong-part',
    'A Range answers another part.',
    at(
      (r) => on.content(r) && r.headers['range'] === 'bytes=4-7',
      editRequest((request) => ({ ...request, headers: { ...request.headers, range: 'bytes=5-8' } })),
    ),
  ),
  mutant(
    'm-MED-08-portrait-refused',
    'A portrait clip is refused.',
    at(both(on.submit, portrait), answer(400, { detail: 'Invalid file type' })),
  ),
  mutant(
    'm-MED-04-always-landscape',
    'A portrait clip gives a landscape result.',
    at(
      both(on.submit, portrait),
      editRequest((request) => {
        const [from, to] = [Buffer.from(clip('portrait')), Buffer.from(clip('landscape'))];
        const place = request.body.indexOf(from);
        return {
          ...request,
          body: Buffer.concat([
            request.body.subarray(0, place),
            to,
            request.body.subarray(place + from.length),
          ]),
        };
      }),
    ),
  ),
  mutant(
    'm-MED-10-whole',
    'lucy-clip makes a result as long as the clip.',
    at(
      both(on.submitOf('lucy-clip'), ({ body }) => body.includes(Buffer.from(longClip(8)))),
      editRequest((request) => ({ ...request, path: '/v1/jobs/lucy-2.1' })),
    ),
  ),
  mutant(
    'm-MED-11-portrait',
    'lucy-motion makes a portrait clip of a portrait picture.',
    at(
      on.content,
      edit(ifOk(bytes((body) => (body.includes('lucy-motion') ? Buffer.from(clip('portrait')) : body)))),
    ),
  ),
  mutant(
    'm-MED-05-promises-more',
    'Content-Length is larger than the body.',
    at(
      on.content,
      edit(
        ifOk((reply) => {
          reply.headers['content-length'] = String(reply.body.length + 100);
          reply.cutAfter = reply.body.length;
        }),
      ),
    ),
  ),
];
