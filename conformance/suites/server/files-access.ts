import type { CaseContext } from '../../engine/context.js';
import { defineCase } from '../../engine/define-case.js';
import { imagePart } from '../fixtures/media.js';
import { form, names, upload } from './steps.js';
import { one } from './files-steps.js';

const fileKey = 'kit_unknown_key';

export const fileAccessCases = [
  defineCase({
    id: 'files.key/missing',
    title: 'File calls without a key',
    requires: ['FIL-18'],
    tags: ['read-only'],
    async run(c: CaseContext) {
      const none = { key: null };
      const answers = [
        await c.http.post('/v1/files', form({ file: imagePart() }), none),
        await c.http.get('/v1/files/file_0000000000000000', none),
        await c.http.delete('/v1/files/file_0000000000000000', none),
      ];
      for (const answer of answers) {
        const named = names(answer, 'header.x-api-key');
        c.check('FIL-18', named, {
          title: `${answer.exchange.method} names the header.`,
          expected: 422,
          answer,
        });
      }
    },
  }),
  defineCase({
    id: 'files.key/unknown',
    title: 'File calls with an unknown key',
    requires: ['FIL-19'],
    tags: ['read-only'],
    async run(c: CaseContext) {
      const options = { key: `ek_${fileKey}` };
      const answers = [
        await c.http.post('/v1/files', form({ file: imagePart() }), options),
        await c.http.get('/v1/files/file_0000000000000000', options),
        await c.http.delete('/v1/files/file_0000000000000000', options),
      ];
      for (const answer of answers) {
        c.check('FIL-19', answer.status === 401, {
          title: `${answer.exchange.method} answers 401.`,
          expected: 401,
          answer,
        });
      }
    },
  }),
  defineCase({
    id: 'files.accounts/separate',
    title: 'Files of another account',
    requires: ['FIL-20'],
    needs: ['accounts'],
    ...one,
    async run(c: CaseContext) {
      const uploaded = await upload(c, { file: imagePart() });
      c.precondition(uploaded.ok, `the upload answered ${uploaded.toString()}.`);
      const path = `/v1/files/${String(uploaded.field('id'))}`;
      const before = await c.http.get(path);
      c.precondition(before.ok, `the owner's own read answered ${before.toString()}.`);
      const key = c.otherKey();
      const read = await c.http.get(path, { key });
      const removed = await c.http.delete(path, { key });
      const still = await c.http.get(path);
      for (const answer of [read, removed]) {
        c.negative('FIL-20', {
          title: `Another account cannot ${answer.exchange.method} it.`,
          reached: still.ok,
          refused: !answer.ok,
          because: answer.status === 404 || answer.status === 403,
          reason: 'it belongs to another account (404 or 403)',
          answer,
        });
      }
      c.check('FIL-20', still.ok, { title: 'The owner can still read it.', answer: still });
    },
  }),
];
