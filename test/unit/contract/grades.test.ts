/** Grades of openapi.yaml that its sources do not carry. */
import { expect, test } from 'vitest';
import { follow, operations, type EvidenceNote } from '../../../scripts/evidence-document.js';
import { document } from './document.js';
import { routes202608 } from './routes-2026-08.js';

const answers = operations(document).flatMap(({ method, routes, operation }) =>
  Object.entries(operation.responses).map(([status, answer]) => ({
    name: `${operation.operationId ?? '?'} ${status}`,
    routes: routes.map((route) => `${method.toUpperCase()} ${route}`),
    evidence: follow(document, answer)['x-evidence'] as EvidenceNote,
  })),
);
const seen = (words: string) =>
  answers
    .filter(({ evidence }) => evidence.grade !== 'inferred' && evidence.source.includes(words))
    .map(({ name }) => name);

test('nothing is documented by the OpenAPI of August on a route that it does not have', () => {
  const known = new Set<string>(routes202608);
  const ofAugust = new Set(seen('openapi.json, August 2026'));
  expect(ofAugust.size).toBeGreaterThan(20);
  const elsewhere = answers.filter(
    ({ name, routes }) => ofAugust.has(name) && !routes.some((route) => known.has(route)),
  );
  expect(elsewhere.map(({ name }) => name)).toEqual([]);
});

test('the 410 of a retired model was seen on a try-on submit alone', () => {
  expect(seen('sdk#179').filter((name) => name.endsWith(' 410'))).toEqual(['submitVton 410']);
});

test('what was seen of HTTP signalling is graded on the calls it was seen on', () => {
  const observed = answers
    .filter(({ name, evidence }) => /Session/.test(name) && evidence.grade === 'observed')
    .map(({ name }) => name)
    .sort();
  expect(observed).toEqual(
    [
      ...['createSession 201', 'createSession 400', 'createSession 422'],
      ...['addSessionCandidates 204', 'addSessionCandidates 400', 'addSessionCandidates 401'],
      ...['setSessionPrompt 200', 'setSessionPrompt 401', 'setSessionImage 200', 'setSessionImage 401'],
      ...['endSession 200', 'endSession 401', 'endSession 404', 'streamSessionEvents 200'],
    ].sort(),
  );
});

test('a double of an SDK test is no evidence of the wire', () => {
  const notFound = answers.filter(({ name }) => ['getFile 404', 'deleteFile 404'].includes(name));
  expect(notFound.map(({ evidence }) => evidence.grade)).toEqual(['inferred', 'inferred']);
});
