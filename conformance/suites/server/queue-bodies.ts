import type { CaseContext } from '../../engine/context.js';
import { defineCase } from '../../engine/define-case.js';
import type { Reply } from '../../traffic/http.js';
import { names } from './steps.js';

/** Characters that a content type should quote in a boundary, and blanks. */
export const UNQUOTED = 'a(b)c,d/e:f=g?h{i}j@k[l]m n';
export const PLAIN = 'conformance-boundary';

/** A form of one field, as bytes. `end` follows the boundary behind it. */
const seedForm = (boundary: string, end: string): string =>
  `--${boundary}\r\nContent-Disposition: form-data; name="seed"\r\n\r\nseven\r\n--${boundary}${end}`;

/** Odd multipart bodies. None has data, so none becomes a job; a 422 that names the seed shows that the form was read. */
export const queueBodyCases = [
  defineCase({
    id: 'queue.form/odd-bodies',
    title: 'Bodies that multipart libraries read differently',
    requires: ['QUE-78', 'QUE-79', 'QUE-80'],
    tags: ['read-only'],
    async run(c: CaseContext) {
      const usual = await post(c, PLAIN, seedForm(PLAIN, '--\r\n'));
      c.precondition(names(usual, 'body.seed'), `a usual form answered ${usual.toString()}.`);
      const unquoted = await post(c, UNQUOTED, seedForm(UNQUOTED, '--\r\n'));
      c.check('QUE-78', names(unquoted, 'body.seed'), {
        title: 'The form is read, and its seed named.',
        expected: 422,
        answer: unquoted,
      });
      const open = await post(c, PLAIN, seedForm(PLAIN, '\r\n'));
      c.check('QUE-79', names(open, 'body.seed'), {
        title: 'The part before the last boundary is read.',
        expected: 422,
        answer: open,
      });
      const empty = await post(c, PLAIN, `--${PLAIN}--\r\n`);
      c.check('QUE-80', names(empty, 'body.data'), {
        title: 'The 422 names body.data.',
        expected: 422,
        answer: empty,
      });
    },
  }),
];

const post = (c: CaseContext, boundary: string, bytes: string): Promise<Reply> =>
  c.http.post('/v1/jobs/lucy-2.5', { bytes, type: `multipart/form-data; boundary=${boundary}` });
