import { readJson } from '../changes.js';
import type { MutantCall, MutantChange } from '../mutant.js';
import { both, hasField, idOf, on, type MutantWhen } from '../when.js';
import type { RelayedReply } from '../../traffic/relay-http.js';

export const keyOf = (call: MutantCall) => call.request.headers['x-api-key'] ?? '';

export const unknownJob = '00000000-0000-4000-8000-000000000000';

export const isUnknownJob: MutantWhen = (request) => idOf(request) === unknownJob;

export const form = both(on.submit, (request) =>
  (request.headers['content-type'] ?? '').startsWith('multipart/'),
);

export const withData = both(form, hasField('data'));

/** Remembers the key and the model of each submitted job, and passes them to the change. */
export const withKnownJob =
  (
    change: (call: MutantCall, job: { owner: string; model: string } | undefined) => Promise<RelayedReply>,
  ): MutantChange =>
  async (call) => {
    const job = call.memory.get(idOf(call.request)) as { owner: string; model: string } | undefined;
    const reply = await change(call, job);
    const id = readJson(reply)?.['job_id'];
    if (on.submit(call.request) && typeof id === 'string') {
      call.memory.set(id, { owner: keyOf(call), model: call.request.path.split('/').at(-1) ?? '' });
    }
    return reply;
  };
