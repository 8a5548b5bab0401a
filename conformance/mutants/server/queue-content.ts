import { answer, edit, ifOk, ifStatus, readJson, status } from '../changes.js';
import { mutant, type MutantCall, type MutantChange, type Mutant } from '../mutant.js';
import { at, both, either, idOf, on, withoutKey } from '../when.js';
import type { RelayedReply } from '../../traffic/relay-http.js';
import { isUnknownJob } from './queue-when.js';

const video = Buffer.from('\0\0\0\x18ftypisom\0\0\0\0isommp42', 'latin1');

const film: RelayedReply = { status: 200, headers: { 'content-type': 'video/mp4' }, body: video };

const served: MutantChange = async () => ({ ...film, headers: { ...film.headers } });

export const queueContentMutants: readonly Mutant[] = [
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
      (r) => on.content(r) && !isUnknownJob(r),
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
    'm-QUE-12-content-of-unknown',
    'The content of an unknown job is served.',
    at(
      both(on.content, isUnknownJob, (r) => !withoutKey(r)),
      served,
    ),
    { entails: ['QUE-13'] },
  ),
  mutant(
    'm-QUE-13-unknown-410',
    'An unknown job answers 410.',
    at(
      either(both(on.content, isUnknownJob), both(on.status, isUnknownJob)),
      edit(ifStatus(404, status(410))),
    ),
  ),
  mutant(
    'm-QUE-15-content-changes',
    'The content differs on every fetch.',
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
    'm-QUE-19-content-of-failed',
    'The content of a failed job is served.',
    at(on.content, async (call) => {
      const reply = await call.forward();
      return reply.status >= 400 && (await stateOf(call)) === 'failed' ? served(call) : reply;
    }),
  ),
];

/** Whether the job is open or failed on the original server. */
async function stateOf(call: MutantCall): Promise<'open' | 'failed' | undefined> {
  const path = call.request.path.replace(/\/content$/, '');
  const state = readJson(await call.forward({ ...call.request, path }))?.['status'];
  if (state === 'pending' || state === 'processing') return 'open';
  return state === 'failed' ? 'failed' : undefined;
}
