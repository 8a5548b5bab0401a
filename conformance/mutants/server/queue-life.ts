import {
  answer,
  edit,
  header,
  ifOk,
  ifStatus,
  json,
  readJson,
  rename,
  set,
  status,
  drop,
} from '../changes.js';
import { mutant, type MutantCall, type MutantChange, type Mutant } from '../mutant.js';
import { at, both, either, hasField, idOf, on } from '../when.js';
import type { RelayedReply } from '../../traffic/relay-http.js';
import { keyOf, withKnownJob, unknownJob, isUnknownJob } from './queue-when.js';

const aJob = either(on.submit, on.status);

/** Counts the polls of a job and replaces the status; `undefined` keeps the true one. */
const reportStatus =
  (word: (poll: number, truth: string, call: MutantCall) => string | undefined): MutantChange =>
  async (call) => {
    const reply = await call.forward();
    const truth = readJson(reply)?.['status'];
    if (!on.status(call.request) || typeof truth !== 'string') return reply;
    const name = `polls of ${idOf(call.request)}`;
    const poll = Number(call.memory.get(name) ?? 0) + 1;
    call.memory.set(name, poll);
    const replaced = word(poll, truth, call);
    if (replaced !== undefined) set('status', replaced)(reply, call);
    return reply;
  };

/** Replaces the status at every poll after the first that answered completed. */
const afterCompleted = (word: string) =>
  reportStatus((poll, truth, { memory, request }) => {
    const name = `completed at ${idOf(request)}`;
    if (truth !== 'completed') return undefined;
    if (!memory.has(name)) memory.set(name, poll);
    return poll > Number(memory.get(name)) ? word : undefined;
  });

/** Another id format, in requests and answers. */
const otherIds: MutantChange = async (call) => {
  const reply = await call.forward({
    ...call.request,
    path: call.request.path.replace('/jobs/job:', '/jobs/'),
  });
  if (reply.status < 300 && aJob(call.request))
    json((body) => ({ ...body, job_id: `job:${String(body['job_id'])}` }))(reply, call);
  return reply;
};

const oneJobForAll: MutantChange = (call) => {
  if (!on.submit(call.request) || !hasField('data')(call.request)) return call.forward();
  const { body, headers, path } = call.request;
  const boundary = /boundary=([^;]+)/.exec(headers['content-type'] ?? '')?.[1] ?? '';
  const same = [keyOf(call), path, body.toString('latin1').replaceAll(boundary, '')].join(' ');
  const first = (call.memory.get(same) as Promise<RelayedReply> | undefined) ?? call.forward();
  call.memory.set(same, first);
  return first.then((reply) => ({ ...reply, headers: { ...reply.headers } }));
};

/** Swaps the ids of the first two jobs of a key. */
const mixedUp: MutantChange = async (call) => {
  const reply = await call.forward();
  const name = `jobs of ${keyOf(call)}`;
  const ids = (call.memory.get(name) ?? []) as unknown[];
  const id = readJson(reply)?.['job_id'];
  if (on.submit(call.request) && id !== undefined) call.memory.set(name, [...ids, id]);
  if (on.status(call.request) && readJson(reply)?.['status'] === 'completed' && ids.length > 1)
    set('job_id', ids[0] === id ? ids[1] : ids[0])(reply, call);
  return reply;
};

export const queueLifeMutants: readonly Mutant[] = [
  mutant('m-QUE-01-no-status', 'A submit answers no status.', at(on.submit, edit(ifOk(drop('status')))), {
    entails: ['QUE-03'],
  }),
  mutant(
    'm-QUE-01-camel-case',
    'job_id is named jobId in the answer to a submit.',
    at(on.submit, edit(ifOk(rename('job_id', 'jobId')))),
    { entails: ['QUE-02', 'QUE-20'] },
  ),
  mutant('m-QUE-02-id-with-colon', 'A job id contains a colon.', otherIds),
  mutant(
    'm-QUE-03-processing-at-once',
    'A fresh job is processing.',
    at(on.submit, edit(ifOk(set('status', 'processing')))),
  ),
  mutant(
    'm-QUE-04-status-called-text',
    'A status is labelled text/plain.',
    at(on.status, edit(ifOk(header('content-type', 'text/plain')))),
  ),
  mutant(
    'm-QUE-04-submit-called-text',
    'The answer to a submit is labelled text/plain.',
    at(on.submit, edit(ifOk(header('content-type', 'text/plain')))),
  ),
  mutant(
    'm-QUE-05-other-id',
    'A status has the id of another job.',
    at(on.status, edit(ifOk(set('job_id', unknownJob)))),
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
    reportStatus((_, truth) => (truth === 'pending' ? 'PENDING' : undefined)),
    { entails: ['QUE-07'] },
  ),
  mutant(
    'm-QUE-06-all-capitals',
    'Every status is in capitals.',
    reportStatus((_, truth) => truth.toUpperCase()),
  ),
  mutant(
    'm-QUE-06-queued',
    'A status is queued.',
    reportStatus((_, truth) => (truth === 'pending' ? 'queued' : undefined)),
    { entails: ['QUE-07'] },
  ),
  mutant(
    'm-QUE-07-goes-back',
    'A job that was processing is pending again.',
    reportStatus((poll, truth) => (truth === 'failed' ? undefined : ['processing', 'pending'][poll - 1])),
  ),
  mutant(
    'm-QUE-08-comes-alive',
    'A completed job is processing at the next poll.',
    afterCompleted('processing'),
  ),
  mutant('m-QUE-08-fails-later', 'A completed job is failed at the next poll.', afterCompleted('failed')),
  mutant(
    'm-QUE-14-status-of-unknown',
    'An unknown job is pending.',
    at(both(on.status, isUnknownJob), answer(200, { job_id: unknownJob, status: 'pending' })),
    { entails: ['QUE-13'] },
  ),
  mutant(
    'm-QUE-17-never-fails',
    'A job that hangs never fails.',
    reportStatus((_, truth) => (truth === 'failed' ? 'processing' : undefined)),
  ),
  mutant(
    'm-QUE-18-fails-early',
    'A job that is processing at the first poll is failed.',
    reportStatus((poll, truth) => (poll === 1 && truth === 'processing' ? 'failed' : undefined)),
  ),
  mutant('m-QUE-20-one-job-for-all', 'Equal submits create one job.', oneJobForAll),
  mutant(
    'm-QUE-44-no-image-jobs',
    'An image model cannot be submitted as a job.',
    at(both(on.submitOf('lucy-image-2'), hasField('data')), answer(405, { detail: 'Method Not Allowed' })),
  ),
  mutant(
    'm-QUE-50-alias-not-polled',
    'A job submitted under an alias cannot be polled.',
    withKnownJob((call, job) =>
      on.status(call.request) && job?.model === 'lucy-restyle-v2v'
        ? answer(404, { detail: 'Job not found' })(call)
        : call.forward(),
    ),
  ),
  mutant('m-QUE-51-mixed-up', "Two jobs have each other's ids in their status.", mixedUp, {
    entails: ['QUE-05'],
  }),
  mutant(
    'm-ERR-22-one-at-a-time',
    'A 422 reports the first invalid field only.',
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
];
