import type { Called } from './called.js';
import type { SdkContext } from './context.js';
import { respond, succeeded, videoJob } from './steps.js';

/** Submits a job that gets this answer. */
export async function refusedSubmit(s: SdkContext, status: number, body: unknown): Promise<Called> {
  await s.control.reset();
  await s.control.addRule(respond('jobs.submit', status, body));
  return s.call('queue.submit', videoJob(s));
}

/** The id of a job that the SDK submitted. */
export async function plainJob(s: SdkContext): Promise<string> {
  const submitted = await s.call('queue.submit', videoJob(s));
  succeeded(s, 'queue.submit', submitted);
  return String(submitted.value['jobId']);
}
