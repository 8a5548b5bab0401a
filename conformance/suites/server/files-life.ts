import type { CaseContext } from '../../engine/context.js';
import { defineCase } from '../../engine/define-case.js';
import type { Reply } from '../../traffic/http.js';
import { imagePart } from '../fixtures/media.js';
import { bytes, one } from './files-steps.js';
import { upload } from './steps.js';

export const fileLifeCases = [
  defineCase({
    id: 'files.read/same-reference',
    title: 'Reading a reference',
    requires: ['FIL-12', 'FIL-23'],
    effects: 'deletes-own',
    cost: { uploadBytes: 2 * bytes },
    async run(c: CaseContext) {
      const [first, second] = [
        await upload(c, { file: imagePart() }),
        await upload(c, { file: imagePart() }),
      ];
      c.precondition(
        first.ok && second.ok,
        `the uploads answered ${first.toString()} and ${second.toString()}.`,
      );
      const distinct = first.field('id') !== second.field('id');
      c.check('FIL-23', distinct, { title: 'Two uploads have two ids.', answer: second });
      const read = await c.http.get(`/v1/files/${String(first.field('id'))}`);
      const same = read.status === 200 && sameFields(read, first);
      c.check('FIL-12', same, {
        title: 'GET answers the same reference as the upload.',
        expected: first.json,
        got: read.json,
        answer: read,
      });
    },
  }),
  defineCase({
    id: 'files.delete/gone',
    title: 'Deleting a file',
    requires: ['FIL-13', 'FIL-14', 'FIL-15', 'FIL-22'],
    ...one,
    async run(c: CaseContext) {
      const uploaded = await upload(c, { file: imagePart() });
      c.precondition(uploaded.ok, `the upload answered ${uploaded.toString()}.`);
      const path = `/v1/files/${String(uploaded.field('id'))}`;
      const before = await c.http.get(path);
      const removed = await c.http.delete(path);
      const empty = removed.status === 204 && removed.bytes.length === 0;
      c.check('FIL-13', empty, {
        title: 'DELETE answers 204 without a body.',
        expected: 204,
        answer: removed,
      });
      const after = await c.http.get(path);
      c.negative('FIL-14', {
        title: 'A deleted file cannot be read.',
        reached: before.ok && removed.ok,
        refused: !after.ok,
        because: after.status !== 401 && after.status !== 422 && after.status < 500,
        reason: 'it is gone',
        answer: after,
      });
      const hasDetail = after.status === 404 && after.field('detail') !== undefined;
      c.check('FIL-15', hasDetail, { title: 'A deleted file answers 404 with a detail.', answer: after });
      const again = await c.http.delete(path);
      c.check('FIL-22', again.status === 404, {
        title: 'A second delete answers 404.',
        expected: 404,
        answer: again,
      });
    },
  }),
  defineCase({
    id: 'files.read/unknown',
    title: 'An unknown file id',
    requires: ['FIL-15'],
    tags: ['read-only'],
    async run(c: CaseContext) {
      const answer = await c.http.get('/v1/files/file_0000000000000000');
      const hasDetail = answer.status === 404 && answer.field('detail') !== undefined;
      c.check('FIL-15', hasDetail, {
        title: 'An unknown id answers 404 with a detail.',
        expected: 404,
        answer,
      });
    },
  }),
  defineCase({
    id: 'files.expiry/gone',
    title: 'An expired file',
    requires: ['FIL-16'],
    needs: ['clock'],
    ...one,
    async run(c: CaseContext) {
      const uploaded = await upload(c, { file: imagePart(), ttl_seconds: '60' });
      c.precondition(uploaded.ok, `the upload answered ${uploaded.toString()}.`);
      const path = `/v1/files/${String(uploaded.field('id'))}`;
      await c.wait(59_000);
      const before = await c.http.get(path);
      await c.wait(2_000);
      const after = await c.http.get(path);
      c.negative('FIL-16', {
        title: 'It can be read after 59 s and not after 61 s.',
        reached: before.ok,
        refused: !after.ok,
        because: after.status === 404 || after.status === 410,
        reason: 'it is gone (404 or 410)',
        answer: after,
      });
    },
  }),
];

function sameFields(a: Reply, b: Reply): boolean {
  return ['id', 'filename', 'mime_type', 'size_bytes', 'created_at', 'expires_at'].every(
    (name) => a.field(name) === b.field(name),
  );
}
