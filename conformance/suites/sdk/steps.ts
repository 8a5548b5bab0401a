import { sha256 } from '../../engine/sha256.js';
import { clip, picture } from '../fixtures/media.js';
import type { Called } from './called.js';
import type { SdkContext } from './context.js';
import type { Recorded } from '../../traffic/recorded.js';
import type { ControlRule } from './account-control.js';

export const submits = /^\/v1\/(jobs|generate)\/[^/]+$/;
export const statuses = /^\/v1\/jobs\/[^/]+$/;
export const contents = /^\/v1\/jobs\/[^/]+\/content$/;

/** The arguments of every video job of the suite. */
export function videoJob(s: SdkContext, inputs: Record<string, unknown> = {}): Record<string, unknown> {
  return { model: s.model('video'), inputs: { prompt: 'A quiet harbour', data: s.blob(clip()), ...inputs } };
}

/** The arguments of every picture of the suite. */
export function imageJob(s: SdkContext, inputs: Record<string, unknown> = {}): Record<string, unknown> {
  const data = s.blob(picture(), { name: 'picture.png', mime: 'image/png' });
  return { model: s.model('image'), inputs: { prompt: 'A quiet harbour', data, ...inputs } };
}

/** The hash of the bytes user code got, or undefined. */
export function hashOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('$blob' in value)) return undefined;
  return (value.$blob as { sha256?: string }).sha256;
}

/** The hash of what the service sent. */
export const sentHash = (recorded: Recorded): string => sha256(recorded.answer);

/** Continues only when a call succeeded. */
export function succeeded(s: SdkContext, what: string, called: Called): void {
  s.precondition(called.ok, `${what} failed: ${describeCall(called)}`);
}

/** The outcome of a call in words. */
export function describeCall(called: Called): string {
  if (called.ok) return `a result: ${JSON.stringify(called.value).slice(0, 200)}`;
  const { type = '', code = '', message = '' } = called.error ?? {};
  return `${called.failure}: ${type} ${code} ${message}`.slice(0, 300);
}

/** The last request of a kind. Continues only when there was one. */
export function lastSent(s: SdkContext, method: string, path: RegExp): Recorded {
  const last = s.sent(method, path).at(-1);
  s.precondition(last !== undefined, `the SDK sent no ${method} ${path.source}.`);
  return last;
}

/** A rule that gives an operation this answer. */
export const respond = (
  operation: string,
  status: number,
  body: unknown,
  when?: ControlRule['when'],
): ControlRule => ({
  operation,
  ...(when ? { when } : {}),
  effect: { type: 'respond', status, body },
});

/** Fields that the contract does not have, as a later service may send. */
export const surprises = { added_next_year: { list: [1, 'two', null], text: 'new' }, zz: 0 };

/** The id of a job that completes at once. */
export async function finishedJob(s: SdkContext): Promise<string> {
  await s.control.planJobs({ pending: 0, processing: 0 });
  const submitted = await s.call('queue.submit', videoJob(s));
  succeeded(s, 'queue.submit', submitted);
  return String(submitted.value['jobId']);
}
