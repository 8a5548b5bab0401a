import { expect, test } from 'vitest';
import { accepted } from './accepted.js';
import { absent, compare, differences } from './compare.js';
import { Observed } from './observed.js';

/** What `node` sees of each subject, as a script records it. */
function seen(events: Readonly<Record<string, readonly string[]>>) {
  const observed = new Observed();
  for (const [subject, list] of Object.entries(events)) {
    for (const event of list) observed.add('node', subject, event);
  }
  return observed.list;
}

test('a difference is what one list lacks at its place, subject by subject', () => {
  const real = seen({ room: ['connected', 'left'], browser: ['joins', 'speaks', 'leaves'] });
  const embedded = seen({ browser: ['joins', 'leaves', 'joins'], room: ['connected', 'left'] });
  expect(differences(compare('script', real, embedded))).toEqual([
    { where: 'script: node sees browser', only: 'real', event: 'speaks' },
    { where: 'script: node sees browser', only: 'embedded', event: 'joins' },
  ]);
});

test('another order of one subject is a difference, but of two subjects it is not', () => {
  const one = seen({ a: ['1', '2'], b: ['3'] });
  expect(differences(compare('script', one, seen({ b: ['3'], a: ['1', '2'] })))).toEqual([]);
  expect(differences(compare('script', one, seen({ a: ['2', '1'], b: ['3'] })))).toHaveLength(2);
});

test('what a script waits for and sees on neither server is a fault of the script', () => {
  const never = seen({ browser: ['joins', 'never: leaves'] });
  expect(absent(compare('script', never, never))).toEqual(['script: node sees browser: never: leaves']);
  expect(absent(compare('script', never, seen({ browser: ['joins'] })))).toEqual([]);
});

test('sids become numbers, and the model has one name on both servers', () => {
  const list = seen({
    'inference-server-x1 camera TR_a': ['is published'],
    'inference-server-x1 camera TR_b': ['is published'],
  });
  expect(list.map(({ subject }) => subject)).toEqual(['model camera', 'model camera 2']);
});

test('every accepted difference has its own reason', () => {
  const reasons = accepted.map(({ reason }) => reason);
  expect(reasons.filter((reason) => reason.length < 20)).toEqual([]);
  expect(new Set(reasons).size).toBe(reasons.length);
});
