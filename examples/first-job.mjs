import { readFile, writeFile } from 'node:fs/promises';
import { createDecartClient, models } from '@decartai/sdk';

const baseUrl = process.env.DECART_BASE_URL ?? 'http://127.0.0.1:8787';
const server = createDecartClient({ apiKey: 'dct_mock', baseUrl });
const { apiKey } = await server.tokens.create();

const client = createDecartClient({ apiKey, baseUrl });
const video = new URL(import.meta.resolve('decart-mock/fixtures/input.mp4'));
const clip = new Blob([await readFile(video)], { type: 'video/mp4' });
console.log('uploaded', (await client.files.upload(clip)).id);
const job = await client.queue.submitAndPoll({
  model: models.video('lucy-2.1'),
  prompt: 'make it snow',
  data: clip,
  onStatusChange: ({ status }) => console.log(status),
});
await writeFile('first-job.mp4', Buffer.from(await job.data.arrayBuffer()));
