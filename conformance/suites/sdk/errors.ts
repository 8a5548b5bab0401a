import { signatureOf, type ErrorClass } from '../../adapters/profiles.js';
import type { Called, SdkContext } from './context.js';
import type { SdkCase } from './define.js';
import {
  contents,
  finishedJob,
  hashOf,
  respond,
  statuses,
  submits,
  succeeded,
  tell,
  videoJob,
} from './steps.js';

/** Refusals for good, and the class a program should see. */
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

/** Submits a job that is answered so, and nothing else. */
async function refusedSubmit(s: SdkContext, status: number, body: unknown): Promise<Called> {
  await s.steering.reset();
  await s.steering.fault(respond('jobs.submit', status, body));
  return s.call('queue.submit', videoJob(s));
}

export const errorCases: readonly SdkCase[] = [
  {
    id: 'errors.permanent/asked-once',
    title: 'What failed for good is an error of its kind and is not asked again.',
    requires: ['ERR-40', 'ERR-47', 'MOD-42'],
    needs: ['queue.submit'],
    steers: true,
    run: async (s: SdkContext) => {
      for (const [status, failure] of permanent) {
        const before = s.sent('POST', submits).length;
        const refused = await refusedSubmit(s, status, { detail: `Refused with ${status}` });
        const asked = s.sent('POST', submits).length - before;
        s.negative('ERR-47', {
          title: `${status} is an error.`,
          reached: s.sent('POST', submits).at(-1)?.status === status,
          refused: !refused.ok,
          because: refused.failure === failure,
          reason: `of the ${status} (came: ${tell(refused)})`,
        });
        s.check(status === 410 ? 'MOD-42' : 'ERR-40', asked === 1, {
          title: `${status} is asked once.`,
          expected: 1,
          got: asked,
        });
      }
    },
  },
  {
    id: 'errors.causes/told-apart',
    title: 'A program can tell apart a bad key, bad input, an overload and a breakdown.',
    requires: ['ERR-41'],
    needs: ['queue.submit'],
    steers: true,
    run: async (s: SdkContext) => {
      const seen = new Map<string, string>();
      const put = (cause: string, called: Called) => {
        s.precondition(!called.ok && called.error !== undefined, `${cause} was no error.`);
        seen.set(cause, signatureOf(called.error));
      };
      for (const status of [401, 413, 422, 429, 500])
        put(`a ${status}`, await refusedSubmit(s, status, { detail: 'No' }));
      await s.steering.reset();
      await s.steering.fault({ operation: 'jobs.submit', effect: { type: 'reset' } });
      put('a lost connection', await s.call('queue.submit', videoJob(s)));
      const causes = [...seen].map(([cause, signature]) => `${cause}: ${signature}`);
      s.check('ERR-41', new Set(seen.values()).size === seen.size, {
        title: 'Type, code and status differ from cause to cause.',
        got: causes.join('; '),
      });
    },
  },
  {
    id: 'errors.words/reach-the-caller',
    title: "The service's words and the status reach the caller, whatever form the body has.",
    requires: ['ERR-44'],
    needs: ['queue.submit'],
    steers: true,
    run: async (s: SdkContext) => {
      const bodies: [what: string, status: number, body: unknown, words: string][] = [
        ['a detail text', 400, { detail: 'The film is too short' }, 'The film is too short'],
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
          got: tell(refused),
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
    id: 'errors.body/not-what-was-promised',
    title: 'A 2xx that is no JSON is an error of the call, and the next call works.',
    requires: ['ERR-45'],
    needs: ['queue.submit', 'queue.status'],
    steers: true,
    run: async (s: SdkContext) => {
      for (const operation of ['jobs.submit', 'jobs.status']) {
        await s.steering.reset();
        await s.steering.fault({ operation, effect: { type: 'malformed' } });
        const called =
          operation === 'jobs.submit'
            ? await s.call('queue.submit', videoJob(s))
            : await s.call('queue.status', { jobId: await plainJob(s) });
        const last = s.sent().at(-1);
        s.negative('ERR-45', {
          title: `${operation} with a body that does not parse fails.`,
          reached: last?.status === 200 && last.answerJson === undefined,
          refused: !called.ok,
          because: called.failure !== 'network',
          reason: `of the body (came: ${tell(called)})`,
        });
      }
      await s.steering.reset();
      const after = await s.call('queue.submit', videoJob(s));
      s.check('ERR-45', after.ok, { title: 'The same client goes on working.', got: tell(after) });
    },
  },
  {
    id: 'errors.body/cut-short',
    title: 'A film that breaks off is an error, never a shorter film.',
    requires: ['ERR-48', 'MED-40'],
    needs: ['queue.submit', 'queue.result'],
    steers: true,
    run: async (s: SdkContext) => {
      const jobId = await finishedJob(s);
      const whole = await s.call('queue.result', { jobId });
      succeeded(s, 'queue.result', whole);
      await s.steering.fault({ operation: 'jobs.content', effect: { type: 'truncate', bytes: 1000 } });
      const cut = await s.call('queue.result', { jobId });
      const last = s.sent('GET', contents).at(-1);
      const reached = last?.broken !== undefined && last.came.length > 0;
      s.negative('ERR-48', {
        title: 'The call fails.',
        reached,
        refused: !cut.ok,
        because: cut.failure === 'network' || cut.failure === 'protocol',
        reason: `of the broken connection (came: ${tell(cut)})`,
      });
      s.check('MED-40', !cut.ok || hashOf(cut.value) === hashOf(whole.value), {
        title: 'User code never gets half a film.',
        got: tell(cut),
      });
    },
  },
  {
    id: 'errors.network/nobody-there',
    title: 'A service that cannot be reached is an error of the call.',
    requires: ['ERR-48'],
    needs: ['queue.submit'],
    run: async (s: SdkContext) => {
      const { session, ok } = await s.open({ baseUrl: 'http://127.0.0.1:9' });
      s.precondition(ok, 'the SDK made no client.');
      const called = await s.call('queue.submit', videoJob(s), { session });
      s.negative('ERR-48', {
        title: 'The call fails.',
        reached: s.sent().length === 0,
        refused: !called.ok,
        because: called.failure === 'network',
        reason: `nobody listens (came: ${tell(called)})`,
      });
    },
  },
  {
    id: 'errors.key/none-at-all',
    title: 'Without a key the client fails before it sends anything.',
    requires: ['ERR-49'],
    needs: ['queue.submit', 'env.apiKey'],
    run: async (s: SdkContext) => {
      const opened = await s.open({ apiKey: null, env: { DECART_API_KEY: '' } });
      const called = opened.ok
        ? await s.call('queue.submit', videoJob(s), { session: opened.session })
        : opened;
      s.negative('ERR-49', {
        title: 'The client is refused, or its first call.',
        reached: s.sent().length === 0,
        refused: !called.ok,
        because: called.failure === 'auth',
        reason: `there is no key (came: ${tell(called)})`,
      });
    },
  },
  {
    id: 'errors.key/from-the-environment',
    title: 'DECART_API_KEY stands in for a key that is not given.',
    requires: ['TOK-47'],
    needs: ['queue.submit', 'env.apiKey'],
    cost: { jobs: 1, gpuSeconds: 1 },
    effects: 'creates-ephemeral',
    run: async (s: SdkContext) => {
      const opened = await s.open({ apiKey: null, env: { DECART_API_KEY: s.key } });
      s.check('TOK-47', opened.ok, { title: 'The client is made.', got: tell(opened) });
      if (!opened.ok) return;
      await s.call('queue.submit', videoJob(s), { session: opened.session });
      const [sent] = s.sent('POST', submits);
      s.check('TOK-47', sent?.headers['x-api-key'] === s.key, { title: 'That key is in x-api-key.' });
    },
  },
  {
    id: 'errors.secrets/key-stays-inside',
    title: 'The key is in no error and in nothing the SDK prints.',
    requires: ['ERR-42'],
    needs: ['queue.submit', 'queue.status'],
    steers: true,
    run: async (s: SdkContext) => {
      const called = [
        await refusedSubmit(s, 401, { detail: 'Invalid API key' }),
        await s.call('queue.status', { jobId: 'no-such-job' }),
      ];
      const { session } = await s.open({ baseUrl: 'http://127.0.0.1:9' });
      called.push(await s.call('queue.submit', videoJob(s), { session }));
      s.precondition(
        called.every(({ ok }) => !ok),
        'one of three calls that had to fail did not.',
      );
      const shown = called.filter(({ error }) => JSON.stringify(error).includes(s.key));
      s.check('ERR-42', shown.length === 0, {
        title: 'No error holds the key.',
        got: shown.map(tell).join('; '),
      });
      const printed = s.noise.filter((line) => line.includes(s.key));
      s.check('ERR-42', printed.length === 0, {
        title: 'Nothing printed holds the key.',
        got: printed.join('; '),
      });
    },
  },
  {
    id: 'errors.overload/patience-grows',
    title: 'A client that asks again after 429 waits longer each time.',
    requires: ['ERR-46', 'ERR-47'],
    needs: ['queue.submit', 'queue.status'],
    steers: true,
    tags: ['slow'],
    run: async (s: SdkContext) => {
      const jobId = await plainJob(s);
      await s.steering.fault({
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
      const asked = s.sent('GET', statuses);
      s.negative('ERR-47', {
        title: 'The call fails in the end.',
        reached: asked.some(({ status }) => status === 429),
        refused: !called.ok,
        because: called.failure === 'rate_limited',
        reason: `of the 429 (came: ${tell(called)})`,
      });
      const gaps = asked.slice(1).map((each, n) => each.atMs - (asked[n]?.atMs ?? 0));
      const grows = gaps.every((gap, n) => gap >= 900 && gap >= (gaps[n - 1] ?? 0) * 0.9);
      s.check('ERR-46', grows, {
        title:
          gaps.length === 0 ? 'It does not ask again.' : 'The pauses do not shrink, and keep to retry-after.',
        got: gaps.map((gap) => `${Math.round(gap)} ms`).join(', '),
      });
    },
  },
];

async function plainJob(s: SdkContext): Promise<string> {
  const submitted = await s.call('queue.submit', videoJob(s));
  succeeded(s, 'queue.submit', submitted);
  return String(submitted.value['jobId']);
}
