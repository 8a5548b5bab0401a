import { clientMutant } from './declare.js';
import { videoPart, imagePart, instantPrompt, type Part, type ScriptClient } from './script.js';

const bytes = imagePart[1];
const failing: Part = ['prompt', '[mock:status=503]'];

/** Polls after two seconds, the documented pace, so that the pace is not a second fault. */
const settled = async (c: ScriptClient, job: string) => {
  await c.wait(2000);
  await c.poll(job);
};

/** The same request, repeated after each wait. */
const repeatedly = async (call: () => Promise<unknown>, c: ScriptClient, waits: readonly number[]) => {
  await call();
  for (const ms of waits) {
    await c.wait(ms);
    await call();
  }
};

export const jobScripts = [
  clientMutant('m-QUE-60-poll-storm', 'Polls five times a second.', async (c) => {
    const job = await c.submit('lucy-2.5', [['prompt', '[mock:pending=5s]'], videoPart]);
    for (let polls = 0; polls < 5; polls++) {
      await c.wait(200);
      await c.poll(job);
    }
  }),
  clientMutant('m-QUE-60-one-second', 'Polls once a second.', async (c) => {
    const job = await c.submit('lucy-2.5', [['prompt', '[mock:pending=5s]'], videoPart]);
    for (let polls = 0; polls < 3; polls++) {
      await c.wait(1000);
      await c.poll(job);
    }
  }),
  clientMutant('m-QUE-61-polls-on', 'Polls after completed.', async (c) => {
    const job = await c.submit();
    await settled(c, job);
    await settled(c, job);
  }),
  clientMutant('m-QUE-61-polls-a-failed-job', 'Polls after failed.', async (c) => {
    const job = await c.submit('lucy-2.5', [['prompt', '[mock:instant] [mock:fail]'], videoPart]);
    await settled(c, job);
    await settled(c, job);
  }),
  clientMutant('m-QUE-62-content-at-once', 'Requests the content without a poll.', async (c) => {
    await c.content(await c.submit());
  }),
  clientMutant(
    'm-QUE-62-content-while-it-runs',
    'Requests the content after a poll that answered pending.',
    async (c) => {
      const job = await c.submit('lucy-2.5', [['prompt', '[mock:pending=9s]'], videoPart]);
      await c.poll(job);
      await c.content(job);
    },
  ),
  clientMutant('m-QUE-65-other-names', 'Names the clip video and the seed random_seed.', async (c) => {
    await c.request('POST', '/v1/jobs/lucy-2.5', {
      form: [instantPrompt, videoPart, ['video', videoPart[1]], ['random_seed', '7']],
    });
  }),
  clientMutant('m-QUE-65-field-of-another-model', 'Sends self_anchor to lucy-clip.', async (c) => {
    await c.submit('lucy-clip', [instantPrompt, videoPart, ['self_anchor', 'true']]);
  }),
  clientMutant('m-QUE-65-clip-as-text', 'Sends the clip as base64 text.', async (c) => {
    await c.request('POST', '/v1/jobs/lucy-2.5', { form: [instantPrompt, ['data', 'AAAAHGZ0eXBpc29t']] });
  }),
  clientMutant('m-PRO-40-picture-as-text', 'Sends the picture as a data URL.', async (c) => {
    await c.request('POST', '/v1/generate/lucy-image-2', {
      form: [instantPrompt, ['data', 'data:image/png;base64,iVBORw0KGgo=']],
    });
  }),
  clientMutant('m-PRO-41-long-prompt', 'Sends an image prompt of 1001 characters.', async (c) => {
    await c.request('POST', '/v1/generate/lucy-image-2', { form: [['prompt', 'x'.repeat(1001)], imagePart] });
  }),
  clientMutant('m-PRO-43-video-at-once', 'Sends a video model to /v1/generate.', async (c) => {
    await c.request('POST', '/v1/generate/lucy-2.5', { form: [instantPrompt, videoPart] });
  }),
  clientMutant('m-FIL-40-five-seconds', 'Requests a file lifetime of five seconds.', async (c) => {
    await c.request('POST', '/v1/files', {
      form: [
        ['file', bytes],
        ['ttl_seconds', '5'],
      ],
    });
  }),
  clientMutant('m-FIL-40-not-an-integer', 'Requests a file lifetime of 60.5 seconds.', async (c) => {
    await c.request('POST', '/v1/files', {
      form: [
        ['file', bytes],
        ['ttl_seconds', '60.5'],
      ],
    });
  }),
  clientMutant('m-FIL-41-reference-in-a-form', 'Sends the id of a file as reference_image.', async (c) => {
    const file = await c.request('POST', '/v1/files', { form: [['file', bytes]] });
    await c.submit('lucy-2.5', [instantPrompt, videoPart, ['reference_image', String(file.json['id'])]]);
  }),
  clientMutant('m-ERR-40-retries-422', 'Repeats a submit that answered 422.', async (c) => {
    await repeatedly(() => c.request('POST', '/v1/jobs/lucy-2.5', { form: [instantPrompt] }), c, [100]);
  }),
  clientMutant('m-ERR-40-retries-401', 'Repeats a call whose key was refused.', async (c) => {
    await repeatedly(() => c.request('GET', '/v1/realtime/quota', { key: 'ek_dead' }), c, [1100]);
  }),
  clientMutant('m-ERR-40-retries-404', 'Repeats a poll of an unknown job.', async (c) => {
    await repeatedly(() => c.poll('00000000-0000-4000-8000-000000000000'), c, [2000]);
  }),
  clientMutant('m-ERR-46-hammers', 'Repeats a request that answered 503 four times a second.', async (c) => {
    await repeatedly(
      () => c.request('POST', '/v1/jobs/lucy-2.5', { form: [failing, videoPart] }),
      c,
      // Many, because on a busy machine a few pauses may happen to grow.
      [250, 250, 250, 250, 250, 250],
    );
  }),
  clientMutant('m-MOD-40-retired', 'Submits to a retired model.', async (c) => {
    await c.request('POST', '/v1/jobs/lucy-2.1-vton', { form: [instantPrompt, videoPart] });
  }),
  clientMutant('m-MOD-41-deprecated', 'Submits under a deprecated spelling.', async (c) => {
    await c.submit('lucy-pro-v2v');
  }),
  clientMutant(
    'm-MOD-42-retries-410',
    'Repeats a submit that answered 410.',
    async (c) => {
      await repeatedly(
        () => c.request('POST', '/v1/jobs/lucy-2.1-vton', { form: [instantPrompt, videoPart] }),
        c,
        [500],
      );
    },
    { entails: ['MOD-40'] },
  ),
  clientMutant('m-TIM-40-quota-storm', 'Requests the quota four times a second.', async (c) => {
    await repeatedly(() => c.request('GET', '/v1/realtime/quota'), c, [250, 250]);
  }),
  clientMutant(
    'm-TIM-41-ticket-storm',
    'Polls a ticket every half second.',
    async (c) => {
      await repeatedly(() => c.request('POST', '/v1/queues/q/tickets/t/poll', { key: '' }), c, [500]);
    },
    { entails: ['ERR-40'] },
  ),
];
