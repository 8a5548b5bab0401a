import {
  answer,
  edit,
  forgive,
  header,
  ifOk,
  ifStatus,
  json,
  readJson,
  refuse,
  rename,
  set,
  status,
  drop,
  withKeyOf,
} from '../changes.js';
import { mutant, type Call, type Change, type Mutant } from '../mutant.js';
import { at, both, either, hasField, idOf, on, withoutKey, type When } from '../when.js';
import type { RelayedReply } from '../../watch/relay.js';

const aJob = either(on.submit, on.status);
const keyOf = (call: Call) => call.request.headers['x-api-key'] ?? '';
const nobody = '00000000-0000-4000-8000-000000000000';
const ofNobody: When = (request) => idOf(request) === nobody;
const video = Buffer.from('\0\0\0\x18ftypisom\0\0\0\0isommp42', 'latin1');
const film: RelayedReply = { status: 200, headers: { 'content-type': 'video/mp4' }, body: video };
const served: Change = async () => ({ ...film, headers: { ...film.headers } });
const form = both(on.submit, (request) => (request.headers['content-type'] ?? '').startsWith('multipart/'));
const withData = both(form, hasField('data'));
const typed =
  (type: string): When =>
  ({ body }) =>
    body.includes(`Content-Type: ${type}`);
const fileFirst: When = ({ body }) => {
  const [file, prompt] = [body.indexOf('name="data"'), body.indexOf('name="prompt"')];
  return file >= 0 && prompt >= 0 && file < prompt;
};

/** Counts the polls of a job and tells another status: `undefined` leaves the true one. */
const tells =
  (word: (poll: number, truth: string, call: Call) => string | undefined): Change =>
  async (call) => {
    const reply = await call.forward();
    const truth = readJson(reply)?.['status'];
    if (!on.status(call.request) || typeof truth !== 'string') return reply;
    const name = `polls of ${idOf(call.request)}`;
    const poll = Number(call.memory.get(name) ?? 0) + 1;
    call.memory.set(name, poll);
    const told = word(poll, truth, call);
    if (told !== undefined) set('status', told)(reply, call);
    return reply;
  };

/** Counts the polls after the first that said completed. */
const afterCompleted = (word: string) =>
  tells((poll, truth, { memory, request }) => {
    const name = `completed at ${idOf(request)}`;
    if (truth !== 'completed') return undefined;
    if (!memory.has(name)) memory.set(name, poll);
    return poll > Number(memory.get(name)) ? word : undefined;
  });

/** Remembers under which key and name every job was submitted. */
const knowingJobs =
  (
    change: (call: Call, job: { owner: string; model: string } | undefined) => Promise<RelayedReply>,
  ): Change =>
  async (call) => {
    const job = call.memory.get(idOf(call.request)) as { owner: string; model: string } | undefined;
    const reply = await change(call, job);
    const id = readJson(reply)?.['job_id'];
    if (on.submit(call.request) && typeof id === 'string') {
      call.memory.set(id, { owner: keyOf(call), model: call.request.path.split('/').at(-1) ?? '' });
    }
    return reply;
  };

/** Ids of another form, both ways. */
const otherIds: Change = async (call) => {
  const reply = await call.forward({
    ...call.request,
    path: call.request.path.replace('/jobs/job:', '/jobs/'),
  });
  if (reply.status < 300 && aJob(call.request))
    json((body) => ({ ...body, job_id: `job:${String(body['job_id'])}` }))(reply, call);
  return reply;
};

const oneJobForAll: Change = (call) => {
  if (!on.submit(call.request) || !hasField('data')(call.request)) return call.forward();
  const { body, headers, path } = call.request;
  const boundary = /boundary=([^;]+)/.exec(headers['content-type'] ?? '')?.[1] ?? '';
  const same = [keyOf(call), path, body.toString('latin1').replaceAll(boundary, '')].join(' ');
  const first = (call.memory.get(same) as Promise<RelayedReply> | undefined) ?? call.forward();
  call.memory.set(same, first);
  return first.then((reply) => ({ ...reply, headers: { ...reply.headers } }));
};

/** The second job of a key is told as the first. */
const mixedUp: Change = async (call) => {
  const reply = await call.forward();
  const name = `jobs of ${keyOf(call)}`;
  const ids = (call.memory.get(name) ?? []) as unknown[];
  const id = readJson(reply)?.['job_id'];
  if (on.submit(call.request) && id !== undefined) call.memory.set(name, [...ids, id]);
  if (on.status(call.request) && readJson(reply)?.['status'] === 'completed' && ids.length > 1)
    set('job_id', ids[0] === id ? ids[1] : ids[0])(reply, call);
  return reply;
};

export const queueMutants: Mutant[] = [
  mutant('m-QUE-01-no-status', 'A submit answers the id alone.', at(on.submit, edit(ifOk(drop('status')))), {
    entails: ['QUE-03'],
  }),
  mutant(
    'm-QUE-01-camel-case',
    'job_id is called jobId in the answer to a submit.',
    at(on.submit, edit(ifOk(rename('job_id', 'jobId')))),
    { entails: ['QUE-02', 'QUE-20'] },
  ),
  mutant('m-QUE-02-id-with-colon', 'A job id has a colon in it.', otherIds),
  mutant(
    'm-QUE-03-processing-at-once',
    'A fresh job is processing.',
    at(on.submit, edit(ifOk(set('status', 'processing')))),
  ),
  mutant(
    'm-QUE-04-status-called-text',
    'A status is called text/plain.',
    at(on.status, edit(ifOk(header('content-type', 'text/plain')))),
  ),
  mutant(
    'm-QUE-04-submit-called-text',
    'The answer to a submit is called text/plain.',
    at(on.submit, edit(ifOk(header('content-type', 'text/plain')))),
  ),
  mutant(
    'm-QUE-05-other-id',
    'A status names another job.',
    at(on.status, edit(ifOk(set('job_id', nobody)))),
    { entails: ['QUE-51'] },
  ),
  mutant(
    'm-QUE-05-accepted',
    'A status answers 202 while the job runs.',
    at(
      on.status,
      edit((reply, call) =>
        readJson(reply)?.['status'] === 'pending' ? status(202)(reply, call) : undefined,
      ),
    ),
  ),
  mutant(
    'm-QUE-06-capitals',
    'A status is PENDING.',
    tells((_, truth) => (truth === 'pending' ? 'PENDING' : undefined)),
    { entails: ['QUE-07'] },
  ),
  mutant(
    'm-QUE-06-queued',
    'A status is queued.',
    tells((_, truth) => (truth === 'pending' ? 'queued' : undefined)),
    { entails: ['QUE-07'] },
  ),
  mutant(
    'm-QUE-07-goes-back',
    'A job that was processing is pending again.',
    tells((poll, truth) => (truth === 'failed' ? undefined : ['processing', 'pending'][poll - 1])),
  ),
  mutant(
    'm-QUE-08-comes-alive',
    'A completed job is processing at the next poll.',
    afterCompleted('processing'),
  ),
  mutant('m-QUE-08-fails-later', 'A completed job is failed at the next poll.', afterCompleted('failed')),
  mutant(
    'm-QUE-09-no-content',
    'The content of a completed job answers 404.',
    at(on.content, edit(ifStatus(200, status(404)))),
  ),
  mutant(
    'm-QUE-09-content-accepted',
    'The content of a completed job answers 202.',
    at(on.content, edit(ifStatus(200, status(202)))),
  ),
  mutant(
    'm-QUE-10-content-too-early',
    'The content is served before the job is completed.',
    at(
      (r) => on.content(r) && !ofNobody(r),
      async (call) => {
        const reply = await call.forward();
        return [404, 409, 425, 400].includes(reply.status) &&
          /^[0-9a-f-]{36}$/.test(idOf(call.request)) &&
          (await stateOf(call)) === 'open'
          ? served(call)
          : reply;
      },
    ),
    { entails: ['QUE-11'] },
  ),
  mutant(
    'm-QUE-11-too-early-500',
    'The content of a job that is not completed is a server error.',
    at(on.content, async (call) => {
      const reply = await call.forward();
      return reply.status >= 400 && (await stateOf(call)) === 'open'
        ? answer(500, { detail: 'Internal Server Error' })(call)
        : reply;
    }),
  ),
  mutant(
    'm-QUE-12-content-of-nobody',
    'The content of an unknown job is served.',
    at(
      both(on.content, ofNobody, (r) => !withoutKey(r)),
      served,
    ),
    { entails: ['QUE-13'] },
  ),
  mutant(
    'm-QUE-13-unknown-410',
    'An unknown job answers 410.',
    at(either(both(on.content, ofNobody), both(on.status, ofNobody)), edit(ifStatus(404, status(410)))),
  ),
  mutant(
    'm-QUE-14-status-of-nobody',
    'An unknown job is pending.',
    at(both(on.status, ofNobody), answer(200, { job_id: nobody, status: 'pending' })),
    { entails: ['QUE-13'] },
  ),
  mutant(
    'm-QUE-15-content-changes',
    'The content is another every time.',
    at(
      (r) => on.content(r) && r.headers['range'] === undefined,
      edit(
        ifOk((reply, { memory }) => {
          const n = Number(memory.get('n') ?? 0) + 1;
          memory.set('n', n);
          const last = reply.body.length - 1;
          reply.body[last] = ((reply.body[last] ?? 0) + n) % 256;
        }),
      ),
    ),
  ),
  mutant(
    'm-QUE-17-never-fails',
    'A job that hangs is never failed.',
    tells((_, truth) => (truth === 'failed' ? 'processing' : undefined)),
  ),
  mutant(
    'm-QUE-18-fails-early',
    'A job that runs when it is first asked for is failed.',
    tells((poll, truth) => (poll === 1 && truth === 'processing' ? 'failed' : undefined)),
  ),
  mutant(
    'm-QUE-19-content-of-failed',
    'The content of a failed job is served.',
    at(on.content, async (call) => {
      const reply = await call.forward();
      return reply.status >= 400 && (await stateOf(call)) === 'failed' ? served(call) : reply;
    }),
  ),
  mutant('m-QUE-20-one-job-for-all', 'Equal submits give one job.', oneJobForAll),
  mutant(
    'm-QUE-21-content-for-anybody',
    'Any account can fetch the content of a job.',
    knowingJobs((call, job) =>
      on.content(call.request) && job ? call.forward(withKeyOf(call.request, job.owner)) : call.forward(),
    ),
  ),
  mutant(
    'm-QUE-22-data-not-named',
    'lucy-clip does not name the missing data.',
    at(on.submitOf('lucy-clip'), edit(forgive('body.data'))),
    { entails: ['ERR-22', 'MOD-13', 'MOD-14'] },
  ),
  mutant(
    'm-QUE-23-prompt-not-demanded',
    'lucy-clip does not name the missing prompt.',
    at(on.submitOf('lucy-clip'), edit(forgive('body.prompt'))),
    { entails: ['ERR-22'] },
  ),
  mutant(
    'm-QUE-24-prompt-demanded',
    'lucy-2.5 names a missing prompt.',
    at(
      (r) => on.submitOf('lucy-2.5')(r) && !r.body.includes('prompt'),
      edit(
        ifStatus(
          422,
          json((body) => ({
            detail: [
              ...(body['detail'] as unknown[]),
              { type: 'missing', loc: ['body', 'prompt'], msg: 'Field required', input: null },
            ],
          })),
        ),
      ),
    ),
  ),
  mutant(
    'm-QUE-25-empty-prompt-refused',
    'An empty prompt is refused.',
    at(both(withData, hasField('prompt', '')), refuse('body.prompt')),
  ),
  mutant(
    'm-QUE-26-prompt-demanded-of-restyle',
    'lucy-restyle-2 refuses a picture without a prompt.',
    at(
      (r) => withData(r) && on.submitOf('lucy-restyle-2')(r) && !hasField('prompt')(r),
      refuse('body.prompt'),
    ),
  ),
  mutant(
    'm-QUE-28-zero-refused',
    'The seed 0 is refused.',
    at(both(withData, hasField('seed', '0')), refuse('body.seed')),
  ),
  mutant(
    'm-QUE-28-largest-refused',
    'The seed 4294967295 is refused.',
    at(both(withData, hasField('seed', '4294967295')), refuse('body.seed')),
  ),
  mutant('m-QUE-29-any-seed', 'No seed is refused.', at(on.submit, edit(forgive('body.seed')))),
  mutant(
    'm-QUE-30-any-resolution',
    'No resolution is refused.',
    at(on.submit, edit(forgive('body.resolution'))),
  ),
  mutant(
    'm-QUE-31-python-booleans-refused',
    'The boolean True is refused.',
    at(both(withData, hasField('enhance_prompt', 'True')), refuse('body.enhance_prompt')),
  ),
  mutant(
    'm-QUE-32-any-boolean',
    'No enhance_prompt is refused.',
    at(on.submit, edit(forgive('body.enhance_prompt'))),
  ),
  mutant(
    'm-QUE-33-self-anchor-refused',
    'self_anchor is refused.',
    at(both(withData, hasField('self_anchor')), refuse('body.self_anchor')),
  ),
  mutant(
    'm-QUE-34-reference-refused',
    'A reference_image beside a prompt is refused.',
    at(both(withData, hasField('reference_image'), hasField('prompt')), refuse('body.reference_image')),
  ),
  mutant(
    'm-QUE-35-order-matters',
    'A form with the file before the prompt is refused.',
    at(both(form, fileFirst), refuse('body.prompt')),
  ),
  mutant(
    'm-QUE-36-untyped-refused',
    'A part labelled application/octet-stream is refused.',
    at(both(withData, typed('application/octet-stream')), answer(400, { detail: 'Invalid file type' })),
  ),
  mutant(
    'm-QUE-37-urlencoded-415',
    'An urlencoded submit answers 415.',
    at(
      (r) => on.submit(r) && /urlencoded/.test(r.headers['content-type'] ?? ''),
      answer(415, { detail: 'Unsupported Media Type' }),
    ),
  ),
  mutant(
    'm-QUE-40-submit-401',
    'A submit without the key header answers 401.',
    at(both(on.submit, withoutKey), answer(401, { detail: 'Not authenticated' })),
  ),
  mutant(
    'm-QUE-40-content-needs-no-key',
    'Content without the key header answers 404.',
    at(both(on.content, withoutKey), answer(404, { detail: 'Job not found' })),
  ),
  mutant(
    'm-QUE-42-unknown-key-accepted',
    'A submit with an unknown key is taken.',
    at(
      (r) => withData(r) && (r.headers['x-api-key'] ?? '').startsWith('ek_kit'),
      answer(200, { job_id: nobody, status: 'pending' }),
    ),
  ),
  mutant(
    'm-QUE-44-no-image-jobs',
    'An image model is no job.',
    at(both(on.submitOf('lucy-image-2'), hasField('data')), answer(405, { detail: 'Method Not Allowed' })),
  ),
  mutant(
    'm-QUE-47-unknown-field-refused',
    'An unknown form field is refused.',
    at(both(withData, hasField('colour')), refuse('body.colour')),
  ),
  mutant(
    'm-QUE-48-not-media-422',
    'Bytes that are no media answer 422.',
    at(on.submit, edit(ifStatus(400, status(422)))),
  ),
  mutant(
    'm-QUE-49-called-bytes',
    'The content of a video job is called application/octet-stream.',
    at(on.content, edit(ifOk(header('content-type', 'application/octet-stream')))),
  ),
  mutant(
    'm-QUE-50-alias-not-polled',
    'A job submitted under an alias cannot be polled.',
    knowingJobs((call, job) =>
      on.status(call.request) && job?.model === 'lucy-restyle-v2v'
        ? answer(404, { detail: 'Job not found' })(call)
        : call.forward(),
    ),
  ),
  mutant('m-QUE-51-mixed-up', 'Of two jobs each is told as the other.', mixedUp, { entails: ['QUE-05'] }),
  mutant(
    'm-ERR-22-one-at-a-time',
    'Only the first fault of a form is reported.',
    at(
      on.submitOf('lucy-clip'),
      edit(
        ifStatus(
          422,
          json((body) => ({ detail: (body['detail'] as unknown[]).slice(0, 1) })),
        ),
      ),
    ),
    { entails: ['QUE-22', 'QUE-23', 'MOD-13', 'MOD-14'] },
  ),
  mutant(
    'm-ERR-19-many-fields-500',
    'A form of 3000 fields is a server error.',
    at(
      (r) => on.submit(r) && r.body.includes('name="field2999"'),
      answer(500, { detail: 'Internal Server Error' }),
    ),
  ),
];

/** Whether the sound server has the job as open or failed. */
async function stateOf(call: Call): Promise<'open' | 'failed' | undefined> {
  const path = call.request.path.replace(/\/content$/, '');
  const state = readJson(await call.forward({ ...call.request, path }))?.['status'];
  if (state === 'pending' || state === 'processing') return 'open';
  return state === 'failed' ? 'failed' : undefined;
}
