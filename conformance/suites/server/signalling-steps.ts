import type { CaseContext } from '../../engine/context.js';
import type { Reply } from '../../traffic/http.js';
import { offerSdp, realtimeModel } from './realtime-steps.js';

export const sessionsPath = '/v1/realtime/sessions';
const offer = { model: realtimeModel, sdp: { type: 'offer', sdp: offerSdp } };

interface CreateOptions {
  key?: string;
  fields?: object;
}

/** Creates a session, which the cleanup of the case ends. */
export async function createSession(
  c: CaseContext,
  { key, fields = { prompt: 'Make it snow' } }: CreateOptions = {},
): Promise<Reply> {
  const options = key === undefined ? {} : { key };
  const answer = await c.http.post(sessionsPath, { json: { ...offer, ...fields } }, options);
  const id = answer.field('session_id');
  if (answer.ok && typeof id === 'string') {
    c.created(
      'session',
      id,
      async () => (await c.http.delete(`${sessionsPath}/${id}`, options)).status < 500,
      `curl -X DELETE "$DECART_BASE_URL${sessionsPath}/${id}" -H "x-api-key: $DECART_API_KEY"`,
    );
  }
  return answer;
}

/** Creates a session; without one the case is not exercised. */
export async function requireSession(
  c: CaseContext,
  options?: CreateOptions,
): Promise<{ at: string; tag: string; answer: Reply }> {
  const answer = await createSession(c, options);
  c.precondition(answer.status === 201, `the create answered ${answer.toString()}.`);
  const at = `${sessionsPath}/${String(answer.field('session_id'))}`;
  return { at, tag: answer.headers.get('etag') ?? '', answer };
}

/** Sends candidates with an If-Match. */
export const sendCandidates = (c: CaseContext, at: string, tag: string, candidates: unknown) =>
  c.http.send('PATCH', at, { headers: { 'if-match': tag }, body: { json: { candidates } } });

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** RT-59, for every error that these cases cause. */
export function checkProblem(c: CaseContext, answer: Reply): void {
  const { title, detail, status } = (answer.json ?? {}) as Record<string, unknown>;
  // The recording of a 401 has title and status alone.
  const complete = typeof title === 'string' && status === answer.status;
  const explained = typeof detail === 'string' || answer.status === 401;
  c.check('RT-59', complete && explained, { title: 'The error has title, detail and status.', answer });
}
