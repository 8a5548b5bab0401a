import { answer, withKeyOf } from '../changes.js';
import { mutant, type Mutant } from '../mutant.js';
import { at, both, on, withoutKey } from '../when.js';
import { withKnownJob, unknownJob, withData } from './queue-when.js';

export const queueKeyMutants: readonly Mutant[] = [
  mutant(
    'm-QUE-21-content-for-anybody',
    'Any account can fetch the content of a job.',
    withKnownJob((call, job) =>
      on.content(call.request) && job ? call.forward(withKeyOf(call.request, job.owner)) : call.forward(),
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
    'A submit with an unknown key is accepted.',
    at(
      (r) => withData(r) && (r.headers['x-api-key'] ?? '').startsWith('ek_kit'),
      answer(200, { job_id: unknownJob, status: 'pending' }),
    ),
  ),
];
