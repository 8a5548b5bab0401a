// A script without an SDK: it uses the account key and polls every 200 ms. Run unchanged by recording.proof.ts.
import { readFile } from 'node:fs/promises';

const base = process.env.DECART_BASE_URL;
const headers = { 'x-api-key': process.env.DECART_API_KEY };
const clip = await readFile(new URL('../../../fixtures/input.mp4', import.meta.url));

const form = new globalThis.FormData();
form.append('prompt', 'a red hat');
form.append('data', new Blob([clip], { type: 'video/mp4' }), 'input.mp4');
const submitted = await fetch(`${base}/v1/jobs/lucy-2.5`, { method: 'POST', headers, body: form });
const { job_id } = await submitted.json();

let status = 'pending';
while (status !== 'completed' && status !== 'failed') {
  await new Promise((resolve) => setTimeout(resolve, 200));
  const answer = await fetch(`${base}/v1/jobs/${job_id}`, { headers });
  ({ status } = await answer.json());
}
const content = await fetch(`${base}/v1/jobs/${job_id}/content`, { headers });
console.log((await content.arrayBuffer()).byteLength);
