import type { CaseContext } from '../../engine/context.js';
import { defineCase } from '../../engine/define-case.js';
import type { Reply } from '../../traffic/http.js';
import { imagePart } from '../fixtures/media.js';
import { bytes, one } from './files-steps.js';
import { form, instant, is4xx, names, upload } from './steps.js';

const day = 24 * 3600;

/** Seconds between created_at and expires_at. */
const ttl = (answer: Reply) =>
  (instant(answer.field('expires_at')) - instant(answer.field('created_at'))) / 1000;

export const fileUploadCases = [
  defineCase({
    id: 'files.upload/reference',
    title: 'An upload and its reference',
    requires: ['FIL-01', 'FIL-02', 'FIL-03', 'FIL-04', 'FIL-05', 'FIL-06', 'FIL-07', 'FIL-21', 'FIL-25'],
    ...one,
    async run(c: CaseContext) {
      const answer = await upload(c, { file: imagePart() });
      c.check('FIL-01', answer.status === 200, { title: 'An upload answers 200.', expected: 200, answer });
      c.precondition(answer.ok, `the upload answered ${answer.toString()}.`);
      const filename = answer.field('filename');
      const shaped =
        typeof answer.field('id') === 'string' &&
        (filename === null || typeof filename === 'string') &&
        typeof answer.field('mime_type') === 'string' &&
        Number.isInteger(answer.field('size_bytes')) &&
        typeof answer.field('created_at') === 'string' &&
        (answer.field('expires_at') === null || typeof answer.field('expires_at') === 'string');
      c.check('FIL-02', shaped, { title: 'All six fields are there with their types.', answer });
      c.check('FIL-03', /^file_\S+$/.test(String(answer.field('id'))), {
        title: 'The id starts with file_.',
        answer,
      });
      const size = answer.field('size_bytes');
      c.check('FIL-04', size === bytes, {
        title: 'size_bytes is the size sent.',
        expected: bytes,
        got: size,
        answer,
      });
      c.check('FIL-05', filename === 'picture.png', {
        title: 'The name of the part is kept.',
        got: filename,
        answer,
      });
      const mime = answer.field('mime_type');
      c.check('FIL-06', mime === 'image/png', {
        title: 'mime_type of a PNG is image/png.',
        got: mime,
        answer,
      });
      const dated =
        !Number.isNaN(instant(answer.field('created_at'))) &&
        !Number.isNaN(instant(answer.field('expires_at')));
      c.check('FIL-21', dated, { title: 'Both instants are ISO 8601 with a zone.', answer });
      c.check('FIL-07', Math.abs(ttl(answer) - day) <= 2, {
        title: 'The default lifetime is one day.',
        got: `${ttl(answer)} s`,
        answer,
      });
      c.check('FIL-25', answer.type === 'application/json', {
        title: 'The answer is JSON.',
        got: answer.type,
        answer,
      });
    },
  }),
  defineCase({
    id: 'files.upload/lifetimes',
    title: 'Valid ttl_seconds',
    requires: ['FIL-08', 'FIL-09'],
    effects: 'creates-durable',
    cost: { uploadBytes: 3 * bytes },
    async run(c: CaseContext) {
      for (const seconds of [60, 2_592_000]) {
        const answer = await upload(c, { file: imagePart(), ttl_seconds: String(seconds) });
        const right = answer.ok && Math.abs(ttl(answer) - seconds) <= 2;
        c.check('FIL-08', right, {
          title: `${seconds} s are accepted and kept.`,
          got: answer.ok ? ttl(answer) : undefined,
          answer,
        });
      }
      const answer = await upload(c, { file: imagePart(), ttl_seconds: 'persistent' });
      const forever = answer.ok && answer.field('expires_at') === null;
      c.check('FIL-09', forever, {
        title: 'A persistent file has no expires_at.',
        got: answer.field('expires_at'),
        answer,
      });
    },
  }),
  defineCase({
    id: 'files.upload/lifetime-bounds',
    title: 'Invalid ttl_seconds',
    requires: ['FIL-10', 'FIL-11'],
    ...one,
    async run(c: CaseContext) {
      const valid = await upload(c, { file: imagePart(), ttl_seconds: '60' });
      for (const ttl_seconds of ['59', '2592001', '0', '-60', 'forever']) {
        const answer = await upload(c, { file: imagePart(), ttl_seconds });
        c.negative('FIL-10', {
          title: `ttl_seconds ${ttl_seconds} is refused.`,
          reached: valid.ok,
          refused: is4xx(answer),
          because: answer.status !== 401 && answer.status !== 403,
          reason: 'the 422 names the lifetime',
          answer,
        });
        c.check('FIL-11', names(answer, 'body.ttl_seconds'), {
          title: 'The 422 names body.ttl_seconds.',
          answer,
        });
      }
    },
  }),
  defineCase({
    id: 'files.upload/without-file',
    title: 'An upload without its part',
    requires: ['FIL-17'],
    tags: ['read-only'],
    async run(c: CaseContext) {
      const answer = await c.http.post('/v1/files', form({ ttl_seconds: '60' }));
      c.check('FIL-17', names(answer, 'body.file'), {
        title: 'The 422 names body.file.',
        expected: 422,
        answer,
      });
    },
  }),
  defineCase({
    id: 'files.upload/untyped',
    title: 'A file part as SDKs send it',
    requires: ['FIL-24', 'FIL-26'],
    effects: 'deletes-own',
    cost: { uploadBytes: 2 * bytes },
    async run(c: CaseContext) {
      const file = { ...imagePart(), filename: 'blob', type: 'application/octet-stream' };
      const answer = await upload(c, { file });
      c.check('FIL-24', answer.ok, { title: 'blob, application/octet-stream is accepted.', answer });
      const extra = await upload(c, { file, colour: 'green' });
      c.check('FIL-26', extra.ok, { title: 'An unknown field is ignored.', answer: extra });
    },
  }),
];
