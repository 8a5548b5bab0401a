import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startMock, type RunningMock } from '../../src/index.js';
import { reportSkip } from '../support/report-skip.js';
import { imageBytes, inputsFor, sdkVersions, videoBytes, type SdkClient } from './support/sdk.js';

const NOW = Date.parse('2026-09-01T10:00:00Z');
const iso = (seconds: number): string => new Date(NOW + seconds * 1_000).toISOString();

describe.each(sdkVersions)('@decartai/sdk $version', (sdk) => {
  let mock: RunningMock;
  let connect: (key: string) => SdkClient;

  beforeAll(async () => {
    mock = await startMock({ seed: sdk.version, asOf: sdk.asOf, now: NOW, clock: 'manual' });
    const { createDecartClient } = await sdk.load();
    connect = (apiKey) => createDecartClient({ apiKey, baseUrl: mock.url, telemetry: false });
  });
  afterAll(() => mock.close());

  const without = (has: boolean, what: string): string | undefined =>
    has ? undefined : `@decartai/sdk ${sdk.version} has no ${what}`;

  const plainLife = sdk.takesTokenOptions ? 60 : 600;
  test(`mints a token for ${plainLife} s without options`, async () => {
    const token = await connect('dct_plain').tokens.create();
    expect(token).toEqual({
      apiKey: expect.stringMatching(/^ek_\w{20,}$/) as string,
      ...(sdk.getsJwt && { token: expect.stringMatching(/^eyJ/) as string }),
      expiresAt: iso(plainLife),
    });
  });

  test('submits with the token, and with its JWT if it has one, into the account that minted it', async () => {
    const { apiKey, token } = await connect('dct_owner').tokens.create();
    const { models } = await sdk.load();
    const order = { model: models.video(sdk.clip), ...inputsFor(sdk.clip) };
    const first = await connect(apiKey).queue.submit(order);
    const others = token === undefined ? [] : [await connect(token).queue.submit(order)];
    expect(others).toHaveLength(sdk.getsJwt ? 1 : 0);
    const jobs = await mock.world.account('dct_owner').jobs.list();
    expect(jobs.map(({ id }) => id)).toEqual([first, ...others].map(({ job_id }) => job_id));
    expect(await connect('dct_owner').queue.status(first.job_id)).toMatchObject({ status: 'pending' });
  });

  describe.skipIf(reportSkip(without(sdk.takesTokenOptions, 'token options')))('token options', () => {
    test('all of them at once come back, and are in the JWT', async () => {
      const options = {
        metadata: { service_tier: 2, who: 'me' },
        expiresIn: 3_600,
        allowedModels: ['lucy-2.1', 'lucy-latest'],
        allowedOrigins: ['https://app.example.com', 'http://localhost:3000'],
        constraints: { realtime: { maxSessionDuration: 10 } },
      };
      const token = await connect('dct_options').tokens.create(options);
      expect(token).toEqual({
        apiKey: expect.stringMatching(/^ek_/) as string,
        ...(sdk.getsJwt && { token: expect.any(String) as string }),
        expiresAt: iso(3_600),
        permissions: { models: options.allowedModels, origins: options.allowedOrigins },
        constraints: options.constraints,
      });
      if (!sdk.getsJwt) return;
      const keys = createRemoteJWKSet(new URL('/.well-known/jwks.json', mock.url));
      const { payload, protectedHeader } = await jwtVerify(token.token ?? '', keys, {
        currentDate: new Date(NOW),
      });
      expect(protectedHeader.alg).toBe('EdDSA');
      expect(payload).toMatchObject({ exp: NOW / 1_000 + 3_600, models: options.allowedModels });
    });

    test.each([
      [{ expiresIn: 1 }, { expiresAt: iso(1) }],
      [{ metadata: {} }, { expiresAt: iso(60) }],
      [{ allowedModels: ['lucy-2.1'] }, { permissions: { models: ['lucy-2.1'] } }],
      [{ allowedOrigins: ['https://a.example'] }, { permissions: { origins: ['https://a.example'] } }],
    ])('%o', async (options, expected) => {
      expect(await connect('dct_options').tokens.create(options)).toMatchObject(expected);
    });

    test.each([
      [{ expiresIn: 0 }, 'expiresIn'],
      [{ expiresIn: 3_601 }, 'expiresIn'],
      [{ allowedModels: Array.from({ length: 21 }, (_, index) => `m${index}`) }, 'allowedModels'],
      [{ allowedOrigins: ['https://Example.com/'] }, 'allowedOrigins'],
      [{ constraints: { realtime: { maxSessionDuration: 9 } } }, 'maxSessionDuration'],
    ])('refuses %o', async (options, field) => {
      await expect(connect('dct_options').tokens.create(options)).rejects.toMatchObject({
        code: 'TOKEN_CREATE_ERROR',
        message: expect.stringMatching(new RegExp(`^Failed to create token: 422 - .*"${field}"`)) as string,
        data: { status: 422 },
      });
    });

    test('a token is held to its models', async () => {
      const { apiKey } = await connect('dct_scope').tokens.create({ allowedModels: ['lucy-clip'] });
      const { models } = await sdk.load();
      const submit = (name: string) =>
        connect(apiKey).queue.submit({ model: models.video(name), ...inputsFor(name) });
      await expect(submit('lucy-clip')).resolves.toMatchObject({ status: 'pending' });
      await expect(submit('lucy-2.1')).rejects.toMatchObject({ data: { status: 403 } });
    });
  });

  describe.skipIf(reportSkip(without(sdk.hasFiles, 'files')))('files', () => {
    const files = (key: string): NonNullable<SdkClient['files']> => {
      const made = connect(key).files;
      if (!made) throw new Error('This version has no files.');
      return made;
    };

    test('upload, get, delete', async () => {
      const client = files('dct_files');
      const file = await client.upload(new Blob([imageBytes], { type: 'image/png' }));
      expect(file).toEqual({
        id: expect.stringMatching(/^file_\w+$/) as string,
        filename: 'blob',
        mime_type: 'image/png',
        size_bytes: imageBytes.length,
        created_at: iso(0),
        expires_at: iso(86_400),
      });
      expect(await client.get(file.id)).toEqual(file);
      expect(await client.delete(file.id)).toBeUndefined();
      const gone = {
        code: 'FILES_GET_ERROR',
        message: 'Failed to get file: 404 - {"detail":"File not found"}',
      };
      await expect(client.get(file.id)).rejects.toMatchObject(gone);
      await expect(client.delete(file.id)).rejects.toMatchObject({ code: 'FILES_DELETE_ERROR' });
    });

    test.each([
      [{ ttlSeconds: 60 }, iso(60)],
      [{ ttlSeconds: 2_592_000 }, iso(2_592_000)],
      [{ ttlSeconds: 'persistent' }, null],
    ])('%o', async (options, expires_at) => {
      const named = new File([videoBytes], 'größe.mp4', { type: 'video/mp4' });
      expect(await files('dct_ttl').upload(named, options)).toMatchObject({
        filename: 'größe.mp4',
        mime_type: 'video/mp4',
        expires_at,
      });
    });

    test('a file is gone when its time is over', async () => {
      const { id } = await files('dct_time').upload(new Blob([imageBytes]), { ttlSeconds: 60 });
      const { clock } = mock.account('dct_time');
      await clock.advance(59_999);
      await expect(files('dct_time').get(id)).resolves.toMatchObject({ id });
      await clock.advance(1);
      await expect(files('dct_time').get(id)).rejects.toMatchObject({ data: { status: 404 } });
    });

    test('an id that looks like a path stays an id', async () => {
      await expect(files('dct_path').get('../jobs/x')).rejects.toMatchObject({
        message: 'Failed to get file: 404 - {"detail":"File not found"}',
      });
    });
  });
});
