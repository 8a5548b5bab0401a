import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startMock, type RunningMock } from '../../src/index.js';
import type { RuleSpec } from '../../src/world/rules/types.js';
import { customModel, inputsFor, sdkVersions, type SdkClient, type SdkModel } from './support/sdk.js';

/** Every way in which a call can go wrong, as the published SDKs report it (facts: sdk-javascript.md 1.6, 1.7). */
describe.concurrent.each(sdkVersions)('@decartai/sdk $version reports', (sdk) => {
  let mock: RunningMock;
  let models: Awaited<ReturnType<typeof sdk.load>>['models'];
  let connect: (key: string, ...rules: RuleSpec[]) => Promise<SdkClient>;
  let clip: { model: SdkModel; prompt?: string; data?: Blob };
  let picture: { model: SdkModel };

  beforeAll(async () => {
    vi.spyOn(console, 'warn').mockReturnValue(undefined);
    mock = await startMock({
      seed: sdk.version,
      asOf: sdk.asOf,
      limits: { uploadBytes: 100_000 },
      timing: { pending: 0, processing: 1_000 },
    });
    const module = await sdk.load();
    models = module.models;
    clip = { model: models.video(sdk.clip), ...inputsFor(sdk.clip) };
    picture = { model: models.image(sdk.image), ...inputsFor(sdk.image) };
    connect = async (apiKey, ...rules) => {
      for (const rule of rules) await mock.account(apiKey).rules.add(rule);
      return module.createDecartClient({ apiKey, baseUrl: mock.url, telemetry: false });
    };
  });
  afterAll(() => mock.close());

  /** What the SDK makes of an error body in process and queue. */
  const shown = (status: number, body: object): string =>
    `${status} - ${sdk.showsDetailOnly && 'detail' in body && typeof body.detail === 'string' ? body.detail : JSON.stringify(body)}`;
  const submitError = (status: number, body: object): object => ({
    code: 'QUEUE_SUBMIT_ERROR',
    message: `Failed to submit job: ${shown(status, body)}`,
    data: { status },
  });

  test('401 for a key that is refused, in every call', async () => {
    const body = { detail: 'Invalid API key' };
    const client = await connect('dct_other');
    const { queue, process, tokens } = (await sdk.load()).createDecartClient({
      apiKey: 'dct_invalid_key',
      baseUrl: mock.url,
      telemetry: false,
    });
    const { job_id } = await client.queue.submit(clip);
    await expect(queue.submit(clip)).rejects.toMatchObject(submitError(401, body));
    await expect(process(picture)).rejects.toMatchObject({
      code: 'PROCESSING_ERROR',
      message: `Processing failed: ${shown(401, body)}`,
    });
    await expect(queue.status(job_id)).rejects.toMatchObject({
      code: 'QUEUE_STATUS_ERROR',
      message: `Failed to get job status: ${shown(401, body)}`,
      data: { status: 401 },
    });
    await expect(queue.result(job_id)).rejects.toMatchObject({
      code: 'QUEUE_RESULT_ERROR',
      message: `Failed to get job content: ${shown(401, body)}`,
      data: { status: 401 },
    });
    await expect(tokens.create()).rejects.toMatchObject({
      code: 'TOKEN_CREATE_ERROR',
      message: 'Failed to create token: 401 - {"error":"Invalid or expired API key"}',
      data: { status: 401 },
    });
  });

  test('401 once a client token has expired', async () => {
    const { apiKey } = await (await connect('dct_expiry')).tokens.create();
    const { clock } = mock.account('dct_expiry');
    await clock.set('manual');
    const module = await sdk.load();
    const { queue } = module.createDecartClient({ apiKey, baseUrl: mock.url, telemetry: false });
    await queue.submit(clip);
    // The first tokens, which SDKs without options ask for, lived ten minutes.
    await clock.advance(sdk.takesTokenOptions ? 60_000 : 600_000);
    await expect(queue.submit(clip)).rejects.toMatchObject(
      submitError(401, { detail: 'Invalid or expired API key' }),
    );
  });

  test('403 when a client token mints', async () => {
    const { apiKey } = await (await connect('dct_minter')).tokens.create();
    const { tokens } = (await sdk.load()).createDecartClient({ apiKey, baseUrl: mock.url, telemetry: false });
    await expect(tokens.create()).rejects.toMatchObject({
      code: 'TOKEN_CREATE_ERROR',
      message: 'Failed to create token: 403 - {"error":"Cannot create client token from a client token"}',
    });
  });

  test('402 without credits', async () => {
    await expect((await connect('dct_no_credits')).queue.submit(clip)).rejects.toMatchObject(
      submitError(402, { detail: 'Insufficient credits' }),
    );
  });

  test('410 for a retired model', async () => {
    const { name, surface } = sdk.retired;
    const client = await connect('dct_retired');
    const body = { detail: 'This model has been retired.', model: name };
    if (surface === 'queue') {
      const model = customModel(models.video(sdk.clip), name);
      await expect(client.queue.submit({ ...clip, model })).rejects.toMatchObject(submitError(410, body));
    } else {
      const model = customModel(models.video(sdk.clip), name);
      await expect(client.process({ ...clip, model })).rejects.toMatchObject({
        code: 'PROCESSING_ERROR',
        message: `Processing failed: ${shown(410, body)}`,
      });
    }
  });

  test('an unknown model answers 405 on queue and 404 on process', async () => {
    const client = await connect('dct_unknown');
    const video = customModel(models.video(sdk.clip), 'my-own-model');
    const image = customModel(models.image(sdk.image), 'my-own-model');
    await expect(client.queue.submit({ ...clip, model: video })).rejects.toMatchObject(
      submitError(405, { detail: 'Method Not Allowed' }),
    );
    await expect(client.process({ ...picture, model: image })).rejects.toMatchObject({
      code: 'PROCESSING_ERROR',
      message: `Processing failed: ${shown(404, { detail: 'Not Found' })}`,
    });
  });

  test('422 with all of its text', async () => {
    const client = await connect('dct_seed');
    await expect(client.queue.submit({ ...clip, seed: 4_294_967_296 })).rejects.toMatchObject(
      submitError(422, {
        detail: [
          {
            type: 'less_than_equal',
            loc: ['body', 'seed'],
            msg: 'Input should be less than or equal to 4294967295',
            input: '4294967296',
            ctx: { le: 4_294_967_295 },
          },
        ],
      }),
    );
  });

  test('400 for a file that is neither video nor picture', async () => {
    const data = new Blob(['no media at all'], { type: 'video/mp4' });
    const body = { detail: 'Invalid file type' };
    const client = await connect('dct_type');
    await expect(client.queue.submit({ ...clip, data })).rejects.toMatchObject(submitError(400, body));
    await expect(client.process({ ...picture, data })).rejects.toMatchObject({
      code: 'PROCESSING_ERROR',
      message: `Processing failed: ${shown(400, body)}`,
    });
  });

  test('413 for a file that is too large', async () => {
    const data = new Blob([new Uint8Array(100_001)], { type: 'video/mp4' });
    await expect((await connect('dct_large')).queue.submit({ ...clip, data })).rejects.toMatchObject(
      submitError(413, { detail: 'File size exceeds the maximum allowed size of 100KB' }),
    );
  });

  test('404 for a job that is not there', async () => {
    const { queue } = await connect('dct_missing');
    const text = shown(404, { detail: 'Job not found' });
    await expect(queue.status('none')).rejects.toMatchObject({
      code: 'QUEUE_STATUS_ERROR',
      message: `Failed to get job status: ${text}`,
    });
    await expect(queue.result('none')).rejects.toMatchObject({
      code: 'QUEUE_RESULT_ERROR',
      message: `Failed to get job content: ${text}`,
    });
  });

  test('content asked for too early', async () => {
    const { queue } = await connect('dct_early');
    await mock.account('dct_early').clock.set('manual');
    const { job_id } = await queue.submit(clip);
    await expect(queue.result(job_id)).rejects.toMatchObject({
      code: 'QUEUE_RESULT_ERROR',
      message: `Failed to get job content: ${shown(409, {
        detail: `Cannot get content for job ${job_id} with status "processing"`,
      })}`,
    });
  });

  test('a 503 in the middle of polling', async () => {
    const { queue } = await connect('dct_mid', {
      operation: 'jobs.status',
      effect: { type: 'error', code: 'at_capacity' },
    });
    await expect(queue.submitAndPoll(clip)).rejects.toMatchObject({
      code: 'QUEUE_STATUS_ERROR',
      message: `Failed to get job status: ${shown(503, { detail: 'Server at capacity. Please try again later.' })}`,
      data: { status: 503 },
    });
  });

  test('a 5xx with an empty body', async () => {
    const { queue } = await connect('dct_empty', {
      operation: 'jobs.status',
      effect: { type: 'respond', status: 504 },
    });
    await expect(queue.status('any')).rejects.toMatchObject({
      code: 'QUEUE_STATUS_ERROR',
      message: `Failed to get job status: 504 - ${sdk.showsDetailOnly ? 'Unknown error' : ''}`,
    });
  });

  test('a connection that is reset, at the start and in the middle of a result', async () => {
    const { queue } = await connect(
      'dct_reset',
      { operation: 'jobs.status', effect: { type: 'reset' } },
      {
        operation: 'jobs.content',
        effect: { type: 'reset', afterBytes: 1_000 },
      },
    );
    const { job_id } = await queue.submit({ ...clip, prompt: '[mock:instant]' });
    await expect(queue.status(job_id)).rejects.toThrow(TypeError);
    await expect(queue.result(job_id)).rejects.toThrow(TypeError);
  });

  test('an answer that does not parse', async () => {
    const { queue } = await connect('dct_malformed', {
      operation: 'jobs.status',
      effect: { type: 'malformed' },
    });
    const { job_id } = await queue.submit(clip);
    await expect(queue.status(job_id)).rejects.toThrow(SyntaxError);
  });

  test('an abort: of the submit, and of the polling', async () => {
    const { queue } = await connect('dct_abort', {
      operation: 'jobs.submit',
      match: { prompt: 'slow' },
      effect: { type: 'no-response' },
    });
    const submit = new AbortController();
    const submitted = queue.submit({ ...clip, prompt: 'slow', signal: submit.signal });
    const refused = expect(submitted).rejects.toMatchObject({ name: 'AbortError' });
    await mock.account('dct_abort').journal.waitForCount({ operation: 'jobs.submit' }, 1);
    submit.abort();
    await refused;
    const poll = new AbortController();
    await expect(
      queue.submitAndPoll({ ...clip, signal: poll.signal, onStatusChange: () => poll.abort() }),
    ).rejects.toThrow(/abort/i);
  });
});
