import type { SdkContext } from './context.js';
import type { SdkCase } from './define.js';
import {
  contents,
  finishedJob,
  hashOf,
  lastSent,
  respond,
  sentHash,
  statuses,
  submits,
  succeeded,
  surprises,
  describeCall,
  videoJob,
} from './steps.js';
import { follow, pace, stepMs } from './follow-job.js';

export const pollCases: readonly SdkCase[] = [
  {
    id: 'queue.result/bytes-unchanged',
    title: 'User code gets the video that was sent.',
    requires: ['MED-40', 'QUE-69'],
    needs: ['queue.submit', 'queue.result'],
    needsControl: true,
    run: async (s: SdkContext) => {
      const jobId = await finishedJob(s);
      const done = await s.call('queue.result', { jobId });
      succeeded(s, 'queue.result', done);
      const sent = lastSent(s, 'GET', contents);
      s.check('QUE-69', sent.path === `/v1/jobs/${jobId}/content`, {
        title: 'The content is requested by the id of the job.',
        got: sent.path,
      });
      s.check('MED-40', sent.answer.length > 0 && hashOf(done.value) === sentHash(sent), {
        title: 'The hashes agree.',
        expected: sentHash(sent),
        got: hashOf(done.value) ?? 'nothing',
        answer: s.answer(sent),
      });
    },
  },
  {
    id: 'queue.result/not-before-completion',
    title: 'The content of a job that still runs is an error, not a video.',
    requires: ['ERR-47'],
    needs: ['queue.submit', 'queue.result'],
    needsControl: true,
    run: async (s: SdkContext) => {
      await s.control.planJobs({ outcome: 'hang' });
      const submitted = await s.call('queue.submit', videoJob(s));
      succeeded(s, 'queue.submit', submitted);
      const early = await s.call('queue.result', { jobId: submitted.value['jobId'] });
      const { status = 0 } = lastSent(s, 'GET', contents);
      s.negative('ERR-47', {
        title: 'The call fails.',
        reached: status >= 400 && status < 500,
        refused: !early.ok,
        because: early.failure !== 'network' && early.failure !== 'unknown',
        reason: `of the ${status} (received: ${describeCall(early)})`,
      });
    },
  },
  {
    id: 'queue.poll/follows-a-job-to-its-end',
    title: 'The wait for a job ends with its video, and the content is requested once, after completion.',
    requires: ['QUE-60', 'QUE-61', 'QUE-62', 'QUE-67', 'MED-40'],
    needs: ['queue.submitAndPoll'],
    needsControl: true,
    tags: ['slow'],
    deadlineMs: 130_000,
    run: async (s: SdkContext) => {
      await s.control.stopClock();
      await s.control.planJobs({ pending: stepMs, processing: stepMs });
      const wait = await follow(s);
      const { done, polls: exchanges } = wait;
      await s.pause(600);
      const polls = exchanges.map((each) => String(s.answer(each).field('status')));
      const content = s.sent('GET', contents);
      const completed = exchanges.find((_, n) => polls[n] === 'completed');
      s.precondition(completed !== undefined && polls.length > 2, `the statuses were ${polls.join(', ')}.`);
      s.check('QUE-61', polls.indexOf('completed') === polls.length - 1, {
        title: 'No poll follows the first completed.',
        got: polls.join(', '),
      });
      const [first] = content;
      const last = content.at(-1);
      s.check(
        'QUE-62',
        content.length === 1 && first !== undefined && first.atMs >= (completed.endMs ?? Infinity),
        {
          title: 'The content is requested once, after the status completed.',
          got: `${content.length} times`,
        },
      );
      const submitted = String(s.answer(lastSent(s, 'POST', submits)).field('status'));
      const received = done.events
        .filter(({ name }) => name === 'status')
        .map(({ data }) => String(data['status']));
      s.check('QUE-67', inOrder(received, [submitted, ...polls]), {
        title: 'The callback receives the statuses in their order.',
        expected: [submitted, ...polls].join(', '),
        got: received.join(', ') || 'nothing',
      });
      const data = done.value['data'];
      s.check('MED-40', last !== undefined && hashOf(data) === sentHash(last), {
        title: 'The video is the one that was sent.',
        got: hashOf(data) ?? 'nothing',
      });
      s.timing('QUE-60', await pace(s, wait), { title: 'The shortest pause between two polls.' });
    },
  },
  {
    id: 'queue.poll/failed-job',
    title: 'A failed job is a failure for the caller, with the job it was, and its content is not requested.',
    requires: ['QUE-61', 'QUE-62', 'QUE-63'],
    needs: ['queue.submitAndPoll'],
    needsControl: true,
    tags: ['slow'],
    run: async (s: SdkContext) => {
      await s.control.planJobs({ pending: 0, processing: 100, outcome: 'failed' });
      const ended = await s.call('queue.submitAndPoll', videoJob(s), { deadlineMs: 30_000 });
      const polls = s.sent('GET', statuses).map((each) => String(s.answer(each).field('status')));
      await s.pause(600);
      const jobId = s.answer(lastSent(s, 'POST', submits)).field('job_id');
      s.negative('QUE-63', {
        title: 'The wait ends as a failure.',
        reached: polls.includes('failed'),
        refused: !ended.ok || ended.value['status'] === 'failed',
        because: !ended.ok || ended.value['status'] === 'failed',
        reason: 'of the failed status',
      });
      const named = [
        ended.value['jobId'],
        ended.error?.message,
        JSON.stringify(ended.error?.fields ?? {}),
        ...ended.events.map(({ data }) => data['jobId']),
      ];
      s.check(
        'QUE-63',
        named.some((text) => typeof text === 'string' && text.includes(String(jobId))),
        {
          title: 'The result, the error or a callback names the job.',
          expected: jobId,
          got: describeCall(ended),
        },
      );
      s.check('QUE-61', s.sent('GET', statuses).length === polls.indexOf('failed') + 1, {
        title: 'No poll follows failed.',
        got: polls.join(', '),
      });
      s.check('QUE-62', s.sent('GET', contents).length === 0, { title: 'No content is requested.' });
    },
  },
  {
    id: 'queue.poll/tolerates-unknown-fields',
    title: 'Unknown fields in submit and status do not make the wait fail.',
    requires: ['QUE-64'],
    needs: ['queue.submitAndPoll'],
    needsControl: true,
    tags: ['slow'],
    run: async (s: SdkContext) => {
      const jobId = 'job_with_news';
      const seen = (status: string) => ({ job_id: jobId, status, ...surprises });
      await s.control.addRule(respond('jobs.submit', 200, seen('pending')));
      await s.control.addRule(respond('jobs.status', 200, seen('processing'), { nth: 1 }));
      await s.control.addRule(respond('jobs.status', 200, seen('completed'), { after: 1 }));
      await s.control.addRule(respond('jobs.content', 200, 'not a video, but bytes'));
      const done = await s.call('queue.submitAndPoll', videoJob(s), { deadlineMs: 30_000 });
      s.check('QUE-64', done.ok && done.value['status'] === 'completed', {
        title: 'The wait ends with a result.',
        got: describeCall(done),
      });
    },
  },
  {
    id: 'queue.poll/can-be-cancelled',
    title: 'A wait that is cancelled ends, and no request follows it.',
    requires: ['QUE-68'],
    needs: ['queue.submitAndPoll', 'cancel.queue'],
    needsControl: true,
    tags: ['slow'],
    run: async (s: SdkContext) => {
      await s.control.planJobs({ outcome: 'hang' });
      const ended = await s.call('queue.submitAndPoll', videoJob(s), {
        cancelWhen: () => s.sent('GET', statuses).some(({ endMs }) => endMs !== undefined),
        deadlineMs: 15_000,
      });
      // A request that was under way at the cancel may still arrive.
      await s.pause(300);
      const polls = s.sent('GET', statuses).length;
      s.negative('QUE-68', {
        title: 'The wait ends as cancelled.',
        reached: polls > 0,
        refused: !ended.ok,
        because: ended.failure === 'aborted',
        reason: `of the cancellation (received: ${describeCall(ended)})`,
      });
      await s.pause(2500);
      const later = s.sent('GET').length;
      s.check('QUE-68', later === polls, { title: 'No request follows.', expected: polls, got: later });
    },
  },
  {
    id: 'queue.poll/refusal-ends-the-wait',
    title: 'A permanent refusal while waiting ends the wait at once.',
    requires: ['ERR-47', 'ERR-40'],
    needs: ['queue.submitAndPoll'],
    needsControl: true,
    tags: ['slow'],
    run: async (s: SdkContext) => {
      await s.control.planJobs({ outcome: 'hang' });
      await s.control.addRule(respond('jobs.status', 404, { detail: 'Job not found' }));
      const ended = await s.call('queue.submitAndPoll', videoJob(s), { deadlineMs: 20_000 });
      await s.pause(2200);
      const polls = s.sent('GET', statuses);
      s.negative('ERR-47', {
        title: 'The wait fails.',
        reached: polls.some(({ status }) => status === 404),
        refused: !ended.ok,
        because: ended.failure === 'not_found',
        reason: `of the 404 (received: ${describeCall(ended)})`,
      });
      s.check('ERR-40', polls.length === 1, { title: 'It is sent once.', expected: 1, got: polls.length });
    },
  },
];

/** Whether the received statuses are a subsequence of those sent, ending with the same one. */
function inOrder(received: readonly string[], sent: readonly string[]): boolean {
  let from = 0;
  for (const each of received) {
    const at = sent.indexOf(each, from);
    if (at === -1) return false;
    from = at + 1;
  }
  return received.length > 0 && received.at(-1) === sent.at(-1);
}
