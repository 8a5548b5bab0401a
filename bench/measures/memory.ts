import { Agent, request } from 'node:http';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { BOUNDARY, multipartBody, padMp4 } from '../lib/multipart.js';
import { startOurs } from '../lib/peers.js';

const input = readFileSync(new URL('../../fixtures/input.mp4', import.meta.url));

function post(port: number, path: string, body: Buffer, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = {
      'x-api-key': 'dct_bench',
      'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
      'content-length': body.length,
    };
    const call = request({ port, path, method: 'POST', agent, headers }, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode ?? 0));
    });
    call.once('error', reject);
    call.end(body);
  });
}

/** MB above idle that `count` finished jobs with short prompts take, after garbage collection. */
export async function jobMemory(count: number): Promise<{ idle: number; above: number }> {
  const server = await startOurs(['--clock', 'manual']);
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const submit = async (index: number): Promise<void> => {
    const body = multipartBody([
      { name: 'prompt', value: `[mock:instant] a short prompt, number ${index}` },
      { name: 'data', value: input },
    ]);
    const status = await post(server.port, '/v1/jobs/lucy-2.5', body, agent);
    if (status !== 200) throw new Error(`A submit got ${status}.`);
  };
  await submit(0);
  await pause(500);
  const idle = server.rss().now;
  let next = 1;
  const worker = async (): Promise<void> => {
    while (next < count) await submit(next++);
  };
  await Promise.all(Array.from({ length: 16 }, worker));
  await pause(3_000);
  const above = server.rss().now - idle;
  agent.destroy();
  await server.stop();
  return { idle, above };
}

/** Peak MB above idle of one upload of `size` bytes. */
export async function uploadMemory(size: number): Promise<{ idle: number; above: number }> {
  const server = await startOurs();
  const agent = new Agent();
  await post(server.port, '/v1/jobs/lucy-2.5', multipartBody([{ name: 'data', value: input }]), agent);
  await pause(500);
  const idle = server.rss().now;
  const status = await post(
    server.port,
    '/v1/jobs/lucy-2.5',
    multipartBody([{ name: 'data', value: padMp4(input, size) }]),
    agent,
  );
  if (status !== 200) throw new Error(`The upload got ${status}.`);
  const above = server.rss().peak - idle;
  agent.destroy();
  await server.stop();
  return { idle, above };
}
