import { expect, test } from 'vitest';
import { startMock } from '../../../src/index.js';
import { drive, reference } from './support/drive.js';

test('runs on one mock server do not get each other’s rules', { timeout: 60_000 }, async () => {
  await using mock = await startMock({ seed: 'side-by-side' });
  const filter = ['errors.permanent/sent-once', 'errors.message/*'];
  const runs = await Promise.all([1, 2, 3].map(() => drive(mock.url, reference, { filter })));
  const red = runs.flatMap(({ results }) => results.filter((result) => result.red).map(({ id }) => id));
  expect(red).toEqual([]);
});
