import { sha256 } from '../../engine/sha256.js';
import { picture } from '../fixtures/media.js';
import type { SdkContext } from './context.js';
import type { SdkCase } from './define.js';
import { lastSent, succeeded, describeCall } from './steps.js';

const uploads = /^\/v1\/files$/;
const one = /^\/v1\/files\/.+$/;

const png = { name: 'süß "x".png', mime: 'image/png' };

const upload = (s: SdkContext, options: Record<string, unknown> = {}) =>
  s.call('files.upload', { file: s.blob(picture(), png), as: 'bytes', ...options });

export const fileCases: readonly SdkCase[] = [
  {
    id: 'files.upload/arrives-whole',
    title: 'The bytes given are the bytes received, and the reference reaches the caller.',
    requires: ['MED-41', 'FIL-44', 'FIL-40', 'TOK-47'],
    needs: ['files.upload'],
    cost: { uploadBytes: 10_000 },
    effects: 'creates-ephemeral',
    run: async (s) => {
      const uploaded = await upload(s);
      succeeded(s, 'files.upload', uploaded);
      const sent = lastSent(s, 'POST', uploads);
      const answer = s.answer(sent);
      const part = sent.part('file');
      s.check('MED-41', part !== undefined && sha256(part.bytes) === sha256(picture()), {
        title: 'The part "file" holds the bytes that were given.',
        got: part ? `${part.bytes.length} bytes` : 'no part "file"',
        answer,
      });
      const fields = { id: 'id', sizeBytes: 'size_bytes', mimeType: 'mime_type', expiresAt: 'expires_at' };
      for (const [ours, wire] of Object.entries(fields)) {
        s.check('FIL-44', uploaded.value[ours] === answer.field(wire), {
          title: `${ours} is as sent.`,
          expected: answer.field(wire),
          got: uploaded.value[ours],
          answer,
        });
      }
      s.check('FIL-40', sent.part('ttl_seconds') === undefined, {
        title: 'No lifetime is sent when none was given.',
        got: sent.part('ttl_seconds')?.text,
        answer,
      });
      s.check('TOK-47', sent.headers['x-api-key'] === s.key, { title: 'The key is in x-api-key.', answer });
    },
  },
  {
    id: 'files.upload/lifetime',
    title: 'A lifetime is sent as seconds or as persistent.',
    requires: ['FIL-40', 'FIL-44'],
    needs: ['files.upload', 'files.delete'],
    cost: { uploadBytes: 20_000 },
    effects: 'creates-durable',
    run: async (s) => {
      for (const ttlSeconds of [60, 2_592_000, 'persistent']) {
        const uploaded = await upload(s, { ttlSeconds });
        const sent = lastSent(s, 'POST', uploads);
        s.check('FIL-40', sent.part('ttl_seconds')?.text === String(ttlSeconds), {
          title: `${ttlSeconds} is sent as it is.`,
          expected: String(ttlSeconds),
          got: sent.part('ttl_seconds')?.text ?? 'nothing',
          answer: s.answer(sent),
        });
        if (!uploaded.ok) continue;
        await s.call('files.delete', { id: uploaded.value['id'] });
        if (ttlSeconds !== 'persistent') continue;
        s.check('FIL-44', uploaded.value['expiresAt'] === null, {
          title: 'A persistent file has no expiry for the caller either.',
          expected: null,
          got: uploaded.value['expiresAt'],
          answer: s.answer(sent),
        });
      }
    },
  },
  {
    id: 'files.get/id-in-the-path',
    title: 'An id stays one segment of the path, with any characters.',
    requires: ['FIL-42', 'ERR-47'],
    needs: ['files.get'],
    run: async (s) => {
      const got = await s.call('files.get', { id: 'file_a/b?c=d#e f' });
      const sent = lastSent(s, 'GET', one);
      // RFC 3986 lets = stand in a segment; + is a space in forms alone.
      s.check('FIL-42', /^\/v1\/files\/file_a%2Fb%3Fc(=|%3D)d%23e%20f$/i.test(sent.path), {
        title: 'Slash, question mark, hash and space are encoded.',
        got: sent.path,
        answer: s.answer(sent),
      });
      s.negative('ERR-47', {
        title: 'A missing file is an error.',
        reached: sent.status === 404 || sent.status === 422,
        refused: !got.ok,
        because: got.failure === 'not_found' || got.failure === 'invalid_input',
        reason: `of the ${sent.status} (received: ${describeCall(got)})`,
        answer: s.answer(sent),
      });
    },
  },
  {
    id: 'files.delete/then-gone',
    title: 'A deleted file is gone, and reading it is an error.',
    requires: ['ERR-47', 'FIL-44'],
    needs: ['files.upload', 'files.get', 'files.delete'],
    cost: { uploadBytes: 10_000 },
    effects: 'deletes-own',
    run: async (s) => {
      const uploaded = await upload(s);
      succeeded(s, 'files.upload', uploaded);
      const { id } = uploaded.value;
      const read = await s.call('files.get', { id });
      s.check('FIL-44', read.ok && read.value['id'] === id && read.value['sizeBytes'] === picture().length, {
        title: 'Reading it back gives the same reference.',
        got: describeCall(read),
      });
      const removed = await s.call('files.delete', { id });
      succeeded(s, 'files.delete', removed);
      s.check('ERR-47', lastSent(s, 'DELETE', one).status === 204, {
        title: 'The delete was a DELETE, answered by 204.',
      });
      const after = await s.call('files.get', { id });
      s.negative('ERR-47', {
        title: 'Reading a deleted file fails.',
        reached: lastSent(s, 'GET', one).status === 404,
        refused: !after.ok,
        because: after.failure === 'not_found',
        reason: `of the 404 (received: ${describeCall(after)})`,
      });
    },
  },
];
