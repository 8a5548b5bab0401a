import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startMock, type RunningMock } from '../../src/index.js';
import {
  image,
  imageBytes,
  inputsFor,
  kindOf,
  sdkVersions,
  video,
  videoBytes,
  type SdkClient,
} from './support/sdk.js';

/** The published SDKs, unmodified, running jobs against a mock server of their day. */
describe.concurrent.each(sdkVersions)('@decartai/sdk $version', (sdk) => {
  let mock: RunningMock;
  let models: Awaited<ReturnType<typeof sdk.load>>['models'];
  let connect: (key: string) => SdkClient;

  beforeAll(async () => {
    vi.spyOn(console, 'warn').mockReturnValue(undefined);
    mock = await startMock({ seed: sdk.version, asOf: sdk.asOf });
    const module = await sdk.load();
    models = module.models;
    connect = (apiKey) => module.createDecartClient({ apiKey, baseUrl: mock.url, telemetry: false });
  });
  afterAll(() => mock.close());

  test('submitAndPoll shows pending, processing and completed, and then the video', async () => {
    const seen: string[] = [];
    const key = 'dct_poll';
    // However late a busy machine lets the SDK ask, it receives every status.
    await mock.account(key).clock.set('auto');
    const done = await connect(key).queue.submitAndPoll({
      model: models.video(sdk.clip),
      ...inputsFor(sdk.clip),
      onStatusChange: ({ status }: { status: string }) => seen.push(status),
    });
    expect(seen).toEqual(['pending', 'processing', 'completed']);
    expect(done.status).toBe('completed');
    expect(await kindOf(done.data ?? new Blob())).toBe('mp4');
    if (sdk.resultNamesJob) expect(done.job_id).toBe((await mock.account(key).journal.find()).at(-1)?.jobId);
  });

  test('submit, status and result, one by one', async () => {
    const { queue } = connect('dct_steps');
    const { clock } = mock.account('dct_steps');
    await clock.set('manual');
    const job = await queue.submit({ model: models.video(sdk.clip), ...inputsFor(sdk.clip) });
    expect(job).toEqual({ job_id: expect.any(String) as string, status: 'pending' });
    await clock.advance(300);
    expect(await queue.status(job.job_id)).toEqual({ job_id: job.job_id, status: 'processing' });
    await clock.advance(1_200);
    expect(await queue.status(job.job_id)).toEqual({ job_id: job.job_id, status: 'completed' });
    const result = await queue.result(job.job_id);
    expect(result.type).toBe('video/mp4');
    expect(await kindOf(result)).toBe('mp4');
  });

  test('a job that fails comes back as failed, without a throw', async () => {
    const done = await connect('dct_fail').queue.submitAndPoll({
      model: models.video(sdk.clip),
      ...inputsFor(sdk.clip, '[mock:instant] [mock:fail]'),
    });
    expect(done).toMatchObject({ status: 'failed', error: 'Job failed' });
  });

  test('process returns a picture at once', async () => {
    const result = await connect('dct_process').process({
      model: models.image(sdk.image),
      ...inputsFor(sdk.image),
      resolution: '480p',
    });
    expect(result.type).toBe('image/png');
    expect(await kindOf(result)).toBe('png');
  });

  test('every name of the registry is served as it is spelt', async () => {
    const key = 'dct_names';
    const client = connect(key);
    for (const name of sdk.videos)
      await expect(
        client.queue.submit({ model: models.video(name), ...inputsFor(name) }),
        name,
      ).resolves.toMatchObject({ status: 'pending' });
    for (const name of sdk.images)
      expect(
        await kindOf(await client.process({ model: models.image(name), ...inputsFor(name) })),
        name,
      ).toBe('png');
    const paths = (await mock.account(key).journal.find()).map((entry) => entry.path);
    expect(paths).toEqual([
      ...sdk.videos.map((name) => `/v1/jobs/${name}`),
      ...sdk.images.map((name) => `/v1/generate/${name}`),
    ]);
  });

  test('what the SDK puts on the wire reaches the job', async () => {
    const key = 'dct_fields';
    const prompt = 'a "quoted", ü and 車 & = %20';
    await connect(key).queue.submit({
      model: models.video(sdk.clip),
      prompt,
      data: video,
      seed: 4_294_967_295,
      enhance_prompt: false,
      unknown: 'dropped by the SDK',
    });
    const [entry] = await mock.account(key).journal.find();
    expect(entry?.request).toEqual({
      prompt,
      data: [{ filename: 'blob', mime: 'video/mp4', size: video.size }],
      seed: '4294967295',
      resolution: '720p',
      enhance_prompt: 'false',
    });
    const [job] = await mock.world.account(key).jobs.list();
    expect(job?.input).toMatchObject({ prompt, seed: 4_294_967_295, requestedModel: sdk.clip });
  });

  describe('inputs', () => {
    const site = createServer((request, response) => {
      const known = request.url === '/clip.mp4';
      response.writeHead(known ? 200 : 404, { 'content-type': 'video/mp4; codecs=avc1' });
      response.end(known ? videoBytes : undefined);
    });
    let address = '';
    beforeAll(async () => {
      await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
      address = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
    });
    afterAll(() => site.close());

    const streamed = (): ReadableStream => new Response(videoBytes).body ?? new ReadableStream();
    test.each([
      ['Blob without a type', () => new Blob([videoBytes]), 'blob'],
      // Form data escapes quotation marks, and FastAPI does not decode them.
      ['File', () => new File([videoBytes], 'größe "1".mp4', { type: 'video/mp4' }), 'größe %221%22.mp4'],
      ['ReadableStream', streamed, 'blob'],
      ['URL', () => new URL(`${address}/clip.mp4`), 'blob'],
      ['address as text', () => `${address}/clip.mp4`, 'blob'],
    ])('%s', async (title, data, filename) => {
      const key = `dct_input_${title.replace(/\W/g, '')}`;
      await connect(key).queue.submit({ model: models.video(sdk.clip), prompt: 'x', data: data() });
      expect((await mock.account(key).journal.find())[0]?.request).toMatchObject({
        data: [{ filename, mime: 'video/mp4', size: videoBytes.length }],
      });
    });

    test('an address that answers 404 never reaches the API', async () => {
      const key = 'dct_input_missing';
      const submit = connect(key).queue.submit({
        model: models.video(sdk.clip),
        prompt: 'x',
        data: `${address}/none.mp4`,
      });
      await expect(submit).rejects.toMatchObject({
        message: expect.stringContaining('Failed to fetch file') as string,
      });
      expect(await mock.account(key).journal.count()).toBe(0);
    });
  });

  test('an empty prompt and a reference picture, where the model takes them', async () => {
    const key = 'dct_reference';
    const [model, inputs] = sdk.hasFiles
      ? ['lucy-2.1', { prompt: '', data: video, reference_image: new File([imageBytes], 'me.png') }]
      : ['lucy-restyle-v2v', { data: video, reference_image: new File([imageBytes], 'me.png') }];
    await connect(key).queue.submit({ model: models.video(model), ...(inputs as object) });
    expect((await mock.account(key).journal.find())[0]?.request).toMatchObject({
      reference_image: [{ filename: 'me.png', mime: 'image/png', size: image.size }],
    });
  });

  test('a base URL that ends in a slash', async () => {
    const { createDecartClient } = await sdk.load();
    const { queue } = createDecartClient({ apiKey: 'dct_slash', baseUrl: `${mock.url}/`, telemetry: false });
    await expect(
      queue.submit({ model: models.video(sdk.clip), ...inputsFor(sdk.clip) }),
    ).resolves.toMatchObject({ status: 'pending' });
  });

  test('two keys do not see each other', async () => {
    const job = await connect('dct_mine').queue.submit({
      model: models.video(sdk.clip),
      ...inputsFor(sdk.clip),
    });
    await expect(connect('dct_theirs').queue.status(job.job_id)).rejects.toMatchObject({
      code: 'QUEUE_STATUS_ERROR',
    });
  });
});
