import type { CaseContext } from '../../engine/context.js';
import { NoAnswer, type Reply } from '../../traffic/http.js';
import type { FilePart } from '../../traffic/request-body.js';
import { CaseAbort } from '../../engine/case-abort.js';
import { videoPart } from '../fixtures/media.js';

/** Form parts from plain values and files. */
export type Fields = Record<string, string | FilePart>;

export const form = (fields: Fields) => ({
  form: Object.entries(fields).map(([name, value]) =>
    typeof value === 'string' ? { name, value } : { ...value, name },
  ),
});

/** One entry of a 422. */
export interface ValidationFault {
  loc: string;
  msg: unknown;
  type: unknown;
}

/** The entries of a 422, with `loc` joined by dots. Empty when the body has another shape. */
export function faults(answer: Reply): ValidationFault[] {
  const detail = answer.field('detail');
  if (!Array.isArray(detail)) return [];
  return detail.map((each: unknown) => {
    const { loc, msg, type } = (each ?? {}) as Record<string, unknown>;
    return { loc: Array.isArray(loc) ? loc.join('.') : '', msg, type };
  });
}

/** Whether a 422 names a location such as `body.seed`. */
export function names(answer: Reply, loc: string): boolean {
  return (
    answer.status === 422 &&
    faults(answer).some((fault) => fault.loc === loc || fault.loc.startsWith(`${loc}.`))
  );
}

/** A 4xx: neither a success nor a server error. */
export const is4xx = (answer: Reply): boolean => answer.status >= 400 && answer.status < 500;

/** Submits a form. The created job is entered in the ledger. */
export async function submit(c: CaseContext, model: string, fields: Fields): Promise<Reply> {
  const answer = await c.http.post(`/v1/jobs/${model}`, form(fields));
  const id = answer.field('job_id');
  if (answer.ok && typeof id === 'string') c.created('job', id);
  return answer;
}

/** Submits a valid job and returns its id. Without one the case is not exercised. */
export async function startJob(
  c: CaseContext,
  model = 'lucy-2.5',
  fields: Fields = { data: videoPart() },
): Promise<string> {
  const answer = await submit(c, model, fields);
  const id = answer.field('job_id');
  c.precondition(
    answer.ok && typeof id === 'string',
    `the submit to ${model} answered ${answer.toString()}.`,
  );
  return id;
}

export const terminal = (status: unknown): boolean => status === 'completed' || status === 'failed';

/**
 * Polls until the job has ended or eleven minutes have passed. Returns the statuses. Every two seconds, as the
 * documentation advises; more often in the first ten seconds where a held clock makes polls free.
 */
export async function statusesOf(c: CaseContext, id: string): Promise<unknown[]> {
  const seen: unknown[] = [];
  const close = c.target.control ? 40 : 0;
  for (let polls = 0; polls < 330 + close; polls++) {
    const answer = await c.http.get(`/v1/jobs/${id}`);
    c.precondition(answer.ok, `the status answered ${answer.toString()}.`);
    seen.push(answer.field('status'));
    // No status follows a final one, whatever its case.
    if (terminal(String(seen.at(-1)).toLowerCase())) return seen;
    await c.wait(polls < close ? 250 : 2000);
  }
  return seen;
}

/** Polls until the job has ended, and returns the statuses; without an end the case is not exercised. */
export async function untilTerminal(c: CaseContext, id: string): Promise<unknown[]> {
  const seen = await statusesOf(c, id);
  ended(c, seen);
  return seen;
}

/** Without a final status at the end the case is not exercised. */
export function ended(c: CaseContext, seen: readonly unknown[]): void {
  const last = JSON.stringify(seen.at(-1)) ?? 'none';
  c.precondition(terminal(seen.at(-1)), `the job did not end; its last status is ${last}.`);
}

/** Runs a job to completion. Returns its id. */
export async function completedJob(c: CaseContext, model?: string, fields?: Fields): Promise<string> {
  const id = await startJob(c, model, fields);
  const seen = await untilTerminal(c, id);
  c.precondition(seen.at(-1) === 'completed', `the job ended as ${String(seen.at(-1))}.`);
  return id;
}

/** Mints a token. The ledger does not contain its key. */
export async function mint(c: CaseContext, options?: unknown, key?: string | null): Promise<Reply> {
  const answer = await c.http.post(
    '/v1/client/tokens',
    options === undefined ? undefined : { json: options },
    key === undefined ? {} : { key },
  );
  if (answer.ok) c.created('token', `expires ${String(answer.field('expiresAt'))}`);
  return answer;
}

/** Uploads a file, enters it in the ledger, and deletes it when the case ends. */
export async function upload(c: CaseContext, fields: Fields): Promise<Reply> {
  const answer = await c.http.post('/v1/files', form(fields));
  const id = answer.field('id');
  if (answer.ok && typeof id === 'string') {
    const path = `/v1/files/${encodeURIComponent(id)}`;
    c.created(
      'file',
      id,
      async () => {
        await c.http.delete(path);
        return !(await c.http.get(path)).ok;
      },
      `curl -X DELETE "$DECART_BASE_URL${path}" -H "x-api-key: $DECART_API_KEY"`,
    );
  }
  return answer;
}

/** A timestamp of an answer in ms since 1970; NaN when it is invalid. */
export function instant(value: unknown): number {
  const isoWithZone = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/;
  return typeof value === 'string' && isoWithZone.test(value) ? Date.parse(value) : NaN;
}

/** The service's time, from the Date header or, on a mock server, from a file's created_at. */
export function serverTime(answer: Reply): number {
  return Date.parse(answer.headers.get('date') ?? '');
}

/** Reads media completely. A body shorter than its Content-Length breaks MED-05 and leaves the rest untested. */
export async function whole(c: CaseContext, request: Promise<Reply>): Promise<Reply> {
  const title = 'The body is as long as its Content-Length.';
  try {
    const answer = await request;
    c.check('MED-05', true, { title, answer });
    return answer;
  } catch (fault) {
    if (!(fault instanceof NoAnswer) || fault.exchange.status === undefined) throw fault;
    c.check('MED-05', false, { title, got: fault.message });
    throw new CaseAbort('not-exercised', 'Not testable: the body broke off.');
  }
}
