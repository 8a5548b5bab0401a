import { signatureOf, type ErrorClass } from '../../adapters/classify-error.js';
import type { Called } from './called.js';
import type { SdkContext } from './context.js';
import type { SdkCase } from './define.js';
import { statuses, submits, describeCall, videoJob } from './steps.js';
import { plainJob, refusedSubmit } from './errors-steps.js';

/** Permanent refusals, and the class a program should see. */
const permanent: readonly [status: number, failure: ErrorClass][] = [
  [400, 'invalid_input'],
  [401, 'auth'],
  [403, 'forbidden'],
  [404, 'not_found'],
  [405, 'invalid_input'],
  [410, 'gone'],
  [413, 'too_large'],
  [422, 'invalid_input'],
];

export const refusalCases: readonly SdkCase[] = [
  {
    id: 'errors.permanent/sent-once',
    title: 'A permanent failure is an error of its kind and is not retried.',
    requires: ['ERR-40', 'ERR-47', 'MOD-42'],
    needs: ['queue.submit'],
    needsControl: true,
    run: async (s: SdkContext) => {
      for (const [status, failure] of permanent) {
        const before = s.sent('POST', submits).length;
        const refused = await refusedSubmit(s, status, { detail: `Refused with ${status}` });
        const requests = s.sent('POST', submits).length - before;
        s.negative('ERR-47', {
          title: `${status} is an error.`,
          reached: s.sent('POST', submits).at(-1)?.status === status,
          refused: !refused.ok,
          because: refused.failure === failure,
          reason: `of the ${status} (received: ${describeCall(refused)})`,
        });
        s.check(status === 410 ? 'MOD-42' : 'ERR-40', requests === 1, {
          title: `${status} is sent once.`,
          expected: 1,
          got: requests,
        });
      }
    },
  },
  {
    id: 'errors.causes/distinguishable',
    title: 'A program can distinguish a bad key, bad input, overload and a broken server.',
    requires: ['ERR-41'],
    needs: ['queue.submit'],
    needsControl: true,
    run: async (s: SdkContext) => {
      const seen = new Map<string, string>();
      const add = (cause: string, called: Called) => {
        s.precondition(!called.ok && called.error !== undefined, `${cause} was no error.`);
        seen.set(cause, signatureOf(called.error));
      };
      for (const status of [401, 413, 422, 429, 500])
        add(`a ${status}`, await refusedSubmit(s, status, { detail: 'No' }));
      await s.control.reset();
      await s.control.addRule({ operation: 'jobs.submit', effect: { type: 'reset' } });
      add('a lost connection', await s.call('queue.submit', videoJob(s)));
      const causes = [...seen].map(([cause, signature]) => `${cause}: ${signature}`);
      s.check('ERR-41', new Set(seen.values()).size === seen.size, {
        title: 'Type, code and status differ from cause to cause.',
        got: causes.join('; '),
      });
    },
  },
  {
    id: 'errors.message/reaches-the-caller',
    title: "The service's message and status reach the caller, for every form of body.",
    requires: ['ERR-44'],
    needs: ['queue.submit'],
    needsControl: true,
    run: async (s: SdkContext) => {
      const bodies: [what: string, status: number, body: unknown, words: string][] = [
        ['a detail text', 400, { detail: 'The video is too short' }, 'The video is too short'],
        [
          'a list of faults',
          422,
          {
            detail: [{ loc: ['body', 'seed'], msg: 'Input should be a valid integer', type: 'int_parsing' }],
          },
          'Input should be a valid integer',
        ],
        ['plain text', 502, 'Bad gateway, try again', 'Bad gateway, try again'],
      ];
      for (const [what, status, body, words] of bodies) {
        const refused = await refusedSubmit(s, status, body);
        s.precondition(!refused.ok, `${status} was no error.`);
        s.check('ERR-44', refused.error?.message.includes(words) === true, {
          title: `${what} is in the message.`,
          expected: words,
          got: describeCall(refused),
        });
        s.check('ERR-44', refused.error?.httpStatus === status, {
          title: `${what}: the status can be read without parsing a sentence.`,
          expected: status,
          got: refused.error?.httpStatus ?? 'nothing',
        });
      }
    },
  },
  {
    id: 'errors.overload/backs-off',
    title: 'A client that retries after 429 waits longer each time.',
    requires: ['ERR-46', 'ERR-47'],
    needs: ['queue.submit', 'queue.status'],
    needsControl: true,
    tags: ['slow'],
    run: async (s: SdkContext) => {
      const jobId = await plainJob(s);
      await s.control.addRule({
        operation: 'jobs.status',
        effect: {
          type: 'respond',
          status: 429,
          body: { detail: 'Too many' },
          headers: { 'retry-after': '1' },
        },
      });
      const called = await s.call('queue.status', { jobId }, { deadlineMs: 30_000 });
      await s.pause(1500);
      const requests = s.sent('GET', statuses);
      s.negative('ERR-47', {
        title: 'The call finally fails.',
        reached: requests.some(({ status }) => status === 429),
        refused: !called.ok,
        because: called.failure === 'rate_limited',
        reason: `of the 429 (received: ${describeCall(called)})`,
      });
      const gaps = requests.slice(1).map((each, n) => each.atMs - (requests[n]?.atMs ?? 0));
      const grows = gaps.every((gap, n) => gap >= 900 && gap >= (gaps[n - 1] ?? 0) * 0.9);
      s.check('ERR-46', grows, {
        title:
          gaps.length === 0 ? 'It does not retry.' : 'The pauses do not shrink, and keep to retry-after.',
        got: gaps.map((gap) => `${Math.round(gap)} ms`).join(', '),
      });
    },
  },
];
