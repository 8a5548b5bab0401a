import { connect, type Socket } from 'node:net';
import type { RunningMock } from '../../src/index.js';
import { form, type Served, videoBlob } from '../unit/http/support/serve.js';

/** An SDP offer of one video track. */
export const OFFER = 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n';

/** A TCP connection to the mock server, for requests that no HTTP library sends. */
export function dial(mock: RunningMock): Socket {
  const { hostname, port } = new URL(mock.url);
  return connect(Number(port), hostname);
}

export const post = (
  url: string,
  path: string,
  body: BodyInit,
  key = 'dct_r',
  type?: string,
): Promise<Response> =>
  fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'x-api-key': key, ...(type && { 'content-type': type }) },
    body,
  });

/** Submits a job for the fixture video. */
export const submit = (
  { mock }: Served,
  prompt: string,
  key = 'dct_r',
  model = 'lucy-2.5',
): Promise<Response> => post(mock.url, `/v1/jobs/${model}`, form({ data: videoBlob, prompt }), key);

/** Asks for the quota of a key. */
export const quota = (mock: RunningMock, key: string): Promise<Response> =>
  fetch(`${mock.url}/v1/realtime/quota`, { headers: { 'x-api-key': key } });

/** How long the work takes, in ms. */
export function elapsed(work: () => unknown): number {
  const from = performance.now();
  work();
  return performance.now() - from;
}
