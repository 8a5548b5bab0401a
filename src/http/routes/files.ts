import type { Router } from 'express';
import { validateForm } from '../../contract/validation/forms.js';
import type { StoredFile } from '../../world/files/files.js';
import { empty, ok } from '../pipeline/answer.js';
import { operation, type HttpContext } from '../pipeline/operation.js';

/** Files: uploaded once, referred to by id (facts: api.md 1.5). */
export function fileRoutes(router: Router, context: HttpContext): void {
  router.post(
    '/v1/files',
    operation(context, {
      name: 'files.upload',
      body: 'form',
      parse: ({ form }) => {
        const result = validateForm('file', form?.texts ?? {}, form?.files ?? {});
        return result.ok ? { ok: true, value: result } : result;
      },
      handle: async ({ account, value: { values, files }, form }) => {
        const { ttl_seconds: ttl } = values;
        const upload = files.file;
        if (!upload) throw new Error('A valid upload has a file.');
        const stored = await account.files.create(upload, ttl === 'persistent' ? null : (ttl ?? undefined));
        form?.keep(upload);
        return ok(view(stored));
      },
    }),
  );

  router.get(
    '/v1/files/:fileId',
    operation(context, {
      name: 'files.get',
      handle: async ({ account, request }) =>
        ok(view(await account.files.get(String(request.params['fileId'])))),
    }),
  );

  router.delete(
    '/v1/files/:fileId',
    operation(context, {
      name: 'files.delete',
      handle: async ({ account, request }) => {
        await account.files.delete(String(request.params['fileId']));
        return empty();
      },
    }),
  );
}

const iso = (at: number): string => new Date(at).toISOString();

const view = ({ id, upload, createdAt, expiresAt }: StoredFile): Record<string, unknown> => ({
  id,
  filename: upload.filename,
  mime_type: upload.mime,
  size_bytes: upload.blob.size,
  created_at: iso(createdAt),
  expires_at: expiresAt === null ? null : iso(expiresAt),
});
