import { answer } from '../changes.js';
import { mutant, type Mutant } from '../mutant.js';
import { at, both, on, type MutantWhen } from '../when.js';

const withType =
  (pattern: RegExp): MutantWhen =>
  ({ headers }) =>
    pattern.test(headers['content-type'] ?? '');

const multipart = withType(/^multipart\/form-data/);
const unreadable = answer(400, { detail: 'There was an error parsing the body' });

/** Mutants that read odd multipart bodies as stricter libraries do. */
export const queueBodyMutants: readonly Mutant[] = [
  mutant(
    'm-QUE-78-boundary-refused',
    'An unquoted boundary may hold token characters only.',
    at(both(on.submit, withType(/boundary=[^";]*[(),/:=?{}@[\] ]/)), unreadable),
  ),
  mutant(
    'm-QUE-79-last-boundary-demanded',
    'A form without the hyphens of its last boundary is refused.',
    at(
      both(on.submit, multipart, ({ body }) => !/--(?:\r\n)?$/.test(body.toString('latin1'))),
      unreadable,
    ),
  ),
  mutant(
    'm-QUE-80-empty-form-refused',
    'A form without any part is refused.',
    at(
      both(on.submit, multipart, ({ body }) => !body.includes('Content-Disposition')),
      unreadable,
    ),
  ),
];
